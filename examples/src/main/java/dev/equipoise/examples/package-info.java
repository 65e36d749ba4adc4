/** Annotated experiments to copy. */
@NullMarked
package dev.equipoise.examples;

import org.jspecify.annotations.NullMarked;
