package dev.equipoise.balance;

import dev.equipoise.objective.Price;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The prices of one step.
 *
 * @param reconstruction price of the reconstruction term
 * @param divergence price of the divergence
 * @param others prices of further terms by name; a term that is missing here is priced at its own default weight
 */
public record Prices(Price reconstruction, Price divergence, Map<String, Price> others) {

    public Prices {
        others = Map.copyOf(others);
    }

    /** Reconstruction at weight 1 and divergence at {@code beta}: the loss of Higgins et al. 2017, eq. 4. */
    public static Prices beta(double beta) {
        return new Prices(Price.of(1), Price.of(beta), Map.of());
    }

    /**
     * The effective beta: weight of the divergence (per nat) over weight of the reconstruction (per unit of its
     * measure). Empty where reconstruction has no weight, and where the divergence has a target: the weight of a distance
     * from a target is not that of a nat.
     */
    public OptionalDouble effectiveBeta() {
        return reconstruction.weight() > 0 && divergence.target().isEmpty()
                ? OptionalDouble.of(divergence.weight() / reconstruction.weight())
                : OptionalDouble.empty();
    }
}
