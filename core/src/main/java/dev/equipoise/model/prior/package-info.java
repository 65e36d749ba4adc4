/** Distributions of the latents that samples are drawn from. */
@NullMarked
package dev.equipoise.model.prior;

import org.jspecify.annotations.NullMarked;
