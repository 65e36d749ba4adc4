package dev.equipoise.local.internal.loop;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Prices;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Price;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Everything that a strategy says of a step before it is taken.
 *
 * @param beta the effective one
 * @param learnedVariance of a Gaussian decoder
 * @param exported the strategy's own numbers
 */
record Pricing(
        Prices prices,
        OptionalDouble beta,
        OptionalDouble learnedVariance,
        OptionalDouble klTarget,
        Map<String, Double> exported) {

    Pricing {
        Objects.requireNonNull(beta, "its effectiveBeta is null");
        Objects.requireNonNull(learnedVariance, "its decoderVariance is null");
        Objects.requireNonNull(exported, "its exported numbers are null");
    }

    /** The same with no weight but that of the reconstruction. */
    Pricing ofReconstructionAlone(List<LossTerm> further) {
        Map<String, Price> others = new HashMap<>();
        further.forEach(term -> others.put(term.measures().get(0).name(), Price.of(0)));
        Price price = prices.divergence();
        return new Pricing(
                new Prices(prices.reconstruction(), new Price(0, price.target()), others),
                beta.isPresent() ? OptionalDouble.of(0) : beta,
                learnedVariance,
                klTarget,
                exported);
    }

    /**
     * @param further terms beyond reconstruction and divergence
     * @throws Price.InvalidPriceException if every price is 0
     */
    static <S extends Record> Pricing of(BalancingStrategy<S> strategy, long step, S state, List<LossTerm> further) {
        Prices prices = strategy.prices(step, state);
        if (prices.allZero(further)) {
            throw new Price.InvalidPriceException(
                    "they must not all be 0, got 0 for every term: nothing would be minimised");
        }
        return new Pricing(
                prices,
                strategy.effectiveBeta(step, state),
                strategy.decoderVariance(step, state),
                strategy.klTarget(step, state).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                strategy.exported(state));
    }
}
