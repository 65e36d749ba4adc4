/** Terms measure, penalties price, the objective sums: the differentiable side of the balance. */
@NullMarked
package dev.equipoise.objective;

import org.jspecify.annotations.NullMarked;
