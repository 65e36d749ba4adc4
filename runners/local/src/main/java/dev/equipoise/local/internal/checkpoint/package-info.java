/** Checkpoints: what a run's state is, how it lies on disk, and which are kept. */
@NullMarked
package dev.equipoise.local.internal.checkpoint;

import org.jspecify.annotations.NullMarked;
