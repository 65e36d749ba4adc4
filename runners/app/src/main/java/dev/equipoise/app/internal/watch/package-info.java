/** A run in the terminal, from its files alone: running or finished, here or over ssh. */
@NullMarked
package dev.equipoise.app.internal.watch;

import org.jspecify.annotations.NullMarked;
