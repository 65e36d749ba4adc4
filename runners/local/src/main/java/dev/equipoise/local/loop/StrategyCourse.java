package dev.equipoise.local.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.checkpoint.StateJson;
import dev.equipoise.objective.InvalidPriceException;
import dev.equipoise.objective.LossTerm;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * A balancing strategy on its way through a run, with its state.
 *
 * @param <S> the state
 */
final class StrategyCourse<S extends Record> {

    private final BalancingStrategy<S> strategy;
    private final String key;
    private final List<LossTerm> further;
    private S state;

    private StrategyCourse(BalancingStrategy<S> strategy, ExperimentPlan plan) {
        this.strategy = strategy;
        key = plan.key(BalancingStrategy.class);
        further = plan.parts(LossTerm.class);
        state = strategy.initial();
    }

    static StrategyCourse<?> of(ExperimentPlan plan) {
        BalancingStrategy<?> strategy = plan.part(BalancingStrategy.class);
        return captured(strategy, plan);
    }

    private static <S extends Record> StrategyCourse<S> captured(BalancingStrategy<S> strategy, ExperimentPlan plan) {
        return new StrategyCourse<>(strategy, plan);
    }

    /** Everything that the strategy says of a step before it is taken. */
    Pricing at(long step) {
        return asked(step, () -> {
            Prices prices = strategy.prices(step, state);
            if (prices.allZero(further)) {
                throw new InvalidPriceException(
                        "they must not all be 0, got 0 for every term: nothing would be minimised");
            }
            return new Pricing(
                    prices,
                    strategy.effectiveBeta(step, state),
                    strategy.decoderVariance(step, state),
                    strategy.klTarget(step, state).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                    strategy.exported(state));
        });
    }

    void next(long step, Readings readings) {
        state = asked(step, () -> strategy.next(step, state, readings));
    }

    private <T> T asked(long step, Supplier<T> question) {
        try {
            return question.get();
        } catch (InvalidPriceException e) {
            throw StrategyException.unpriced(key, step, e);
        } catch (RuntimeException e) {
            throw StrategyException.failed(key, step, e);
        }
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
