package dev.equipoise.local.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.local.checkpoint.StateJson;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A balancing strategy on its way through a run, with its state.
 *
 * @param <S> the state
 */
final class StrategyCourse<S extends Record> {

    private final BalancingStrategy<S> strategy;
    private final String key;
    private S state;

    private StrategyCourse(BalancingStrategy<S> strategy, String key) {
        this.strategy = strategy;
        this.key = key;
        state = strategy.initial();
    }

    /** @param key of the part, for messages */
    static StrategyCourse<?> of(BalancingStrategy<?> strategy, String key) {
        return captured(strategy, key);
    }

    private static <S extends Record> StrategyCourse<S> captured(BalancingStrategy<S> strategy, String key) {
        return new StrategyCourse<>(strategy, key);
    }

    /** Everything that the strategy says of a step before it is taken. */
    Pricing at(long step) {
        Prices prices;
        try {
            prices = strategy.prices(step, state);
        } catch (IllegalArgumentException e) {
            throw new UnpricedStepException(key, step, e);
        }
        return new Pricing(
                prices,
                strategy.effectiveBeta(step, state),
                strategy.decoderVariance(step, state),
                strategy.klTarget(step, state).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                strategy.exported(state));
    }

    void next(long step, Readings readings) {
        state = strategy.next(step, state, readings);
    }

    boolean settled(long step) {
        return strategy.settled(step, state);
    }

    JsonNode save() {
        return StateJson.tree(state);
    }

    void restore(JsonNode saved) {
        state = StateJson.readLike(saved, state, key);
    }

    /**
     * The prices of a step, and what they mean.
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
            Map<String, Double> exported) {}
}
