package dev.equipoise.balance;

import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Price;
import java.util.List;
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

    /** The price of a further term. */
    public Price of(LossTerm term) {
        Price moved = others.get(term.measures().get(0).name());
        return moved != null ? moved : Price.of(term.weight());
    }

    /** Whether every price is 0, including those of these further terms, so that there is nothing to minimise. */
    public boolean allZero(List<LossTerm> further) {
        return reconstruction.weight() == 0
                && divergence.weight() == 0
                && further.stream().allMatch(term -> of(term).weight() == 0);
    }

    /** Reconstruction at weight 1 and divergence at {@code beta}: the loss of Higgins et al. 2017, eq. 4. */
    public static Prices beta(double beta) {
        return new Prices(Price.of(1), Price.of(beta), Map.of());
    }

    /**
     * The loss of a split that was measured as a whole, if both penalty shapes are linear; empty if a price has a
     * target.
     */
    public OptionalDouble linearLoss(double reconstructionMean, double divergenceMean) {
        return reconstruction.target().isPresent() || divergence.target().isPresent()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        reconstruction.weight() * reconstructionMean + divergence.weight() * divergenceMean);
    }

    /**
     * The effective beta: weight of the divergence (per nat) over weight of the reconstruction (per unit of its
     * measure). Empty if reconstruction has no weight, or if either price has a target, whose meaning depends on the
     * penalty shape.
     */
    public OptionalDouble effectiveBeta() {
        return reconstruction.weight() > 0
                        && reconstruction.target().isEmpty()
                        && divergence.target().isEmpty()
                ? OptionalDouble.of(divergence.weight() / reconstruction.weight())
                : OptionalDouble.empty();
    }
}
