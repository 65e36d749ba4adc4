/** Reconstruction terms and KL estimators. */
@NullMarked
package dev.equipoise.losses;

import org.jspecify.annotations.NullMarked;
