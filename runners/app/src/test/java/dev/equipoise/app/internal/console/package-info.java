@NullMarked
package dev.equipoise.app.internal.console;

import org.jspecify.annotations.NullMarked;
