/** Experiments by name, their plans, and the description of a plan. */
@NullMarked
package dev.equipoise.app.plan;

import org.jspecify.annotations.NullMarked;
