/** The training loop: prices, step, readings, next state, event. */
@NullMarked
package dev.equipoise.local.internal.loop;

import org.jspecify.annotations.NullMarked;
