/** Schedules of beta and of the learning rate: open loop, functions of the step alone. */
@NullMarked
package dev.equipoise.schedules;

import org.jspecify.annotations.NullMarked;
