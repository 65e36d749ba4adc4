/** Optimizers whose state can be saved. */
@NullMarked
package dev.equipoise.optimizer;

import org.jspecify.annotations.NullMarked;
