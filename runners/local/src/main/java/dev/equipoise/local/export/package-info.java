/** Trained parameters in the formats of other programs. */
@NullMarked
package dev.equipoise.local.export;

import org.jspecify.annotations.NullMarked;
