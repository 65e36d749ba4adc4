@NullMarked
package dev.equipoise.app.launcher;

import org.jspecify.annotations.NullMarked;
