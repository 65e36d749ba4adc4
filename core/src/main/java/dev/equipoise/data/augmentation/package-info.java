/** Augmentations: random changes of the training examples. */
@NullMarked
package dev.equipoise.data.augmentation;

import org.jspecify.annotations.NullMarked;
