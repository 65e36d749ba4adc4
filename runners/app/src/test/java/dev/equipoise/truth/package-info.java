/** What must be true of the whole: gradients, engines that agree, runs that repeat, and the oracle. */
@NullMarked
package dev.equipoise.truth;

import org.jspecify.annotations.NullMarked;
