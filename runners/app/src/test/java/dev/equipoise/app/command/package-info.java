@NullMarked
package dev.equipoise.app.command;

import org.jspecify.annotations.NullMarked;
