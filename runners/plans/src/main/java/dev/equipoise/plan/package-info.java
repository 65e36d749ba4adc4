/** The way from an annotated class and its overrides to a plan: discovery, the catalogue of parts, the reader. */
@NullMarked
package dev.equipoise.plan;

import org.jspecify.annotations.NullMarked;
