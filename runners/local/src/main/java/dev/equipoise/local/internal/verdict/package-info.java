/** What a run is compared with: the model that ignores its latents, the linear model, and its own target. */
@NullMarked
package dev.equipoise.local.internal.verdict;

import org.jspecify.annotations.NullMarked;
