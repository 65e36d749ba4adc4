/** Optimizers whose state can be saved. */
@NullMarked
package dev.equipoise.local.optimizer;

import org.jspecify.annotations.NullMarked;
