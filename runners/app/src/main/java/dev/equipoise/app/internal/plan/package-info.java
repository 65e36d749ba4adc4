/** Experiments by name, their plans, and the description of a plan. */
@NullMarked
package dev.equipoise.app.internal.plan;

import org.jspecify.annotations.NullMarked;
