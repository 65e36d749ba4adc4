@NullMarked
package dev.equipoise.app.console;

import org.jspecify.annotations.NullMarked;
