/** An annotated class read into an immutable plan. */
@NullMarked
package dev.equipoise.experiment;

import org.jspecify.annotations.NullMarked;
