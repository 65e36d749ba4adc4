/** Procedural images whose factors of variation are known. */
@NullMarked
package dev.equipoise.data.sprites;

import org.jspecify.annotations.NullMarked;
