/** Strategies and learning rates that steer by what training measures: closed loop, in plain numbers. */
@NullMarked
package dev.equipoise.schedules.feedback;

import org.jspecify.annotations.NullMarked;
