/** Preprocessing steps beside scaling and standardizing. */
@NullMarked
package dev.equipoise.data.preprocessing;

import org.jspecify.annotations.NullMarked;
