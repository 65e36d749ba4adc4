/** Measures the speed of a training step, as a whole, beside PyTorch. */
@NullMarked
package dev.equipoise.benchmarks;

import org.jspecify.annotations.NullMarked;
