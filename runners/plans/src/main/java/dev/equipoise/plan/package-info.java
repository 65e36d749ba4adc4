/** From an annotated class and what overrides it to its plan: discovery, the parts' catalogue, the reader. */
@NullMarked
package dev.equipoise.plan;

import org.jspecify.annotations.NullMarked;
