package dev.equipoise.local.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.objective.InvalidPriceException;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.part.PartException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A balancing strategy on its way through a run, with its state.
 *
 * @param <S> the state
 */
final class StrategyCourse<S extends Record> {

    private final BalancingStrategy<S> strategy;
    private final String name;
    private final List<LossTerm> further;
    private final PartState<S> state;

    private StrategyCourse(BalancingStrategy<S> strategy, ExperimentPlan plan) {
        this.strategy = strategy;
        name = plan.nameOf(strategy);
        further = plan.parts(LossTerm.class);
        state = new PartState<>(name, strategy::initial);
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
        String asked = "prices at step " + (step + 1);
        return state.ask(asked, now -> {
            try {
                return pricing(step, now);
            } catch (InvalidPriceException e) {
                throw new PartException(name + " must give " + asked + ": " + e.getMessage(), e);
            }
        });
    }

    private Pricing pricing(long step, S now) {
        Prices prices = strategy.prices(step, now);
        if (prices.allZero(further)) {
            throw new InvalidPriceException("they must not all be 0, got 0 for every term: nothing would be minimised");
        }
        return new Pricing(
                prices,
                strategy.effectiveBeta(step, now),
                strategy.decoderVariance(step, now),
                strategy.klTarget(step, now).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                strategy.exported(now));
    }

    void next(long step, Readings readings) {
        state.next("its state after step " + (step + 1), now -> strategy.next(step, now, readings));
    }

    boolean settled(long step) {
        return state.ask("whether it is settled at step " + (step + 1), now -> strategy.settled(step, now));
    }

    JsonNode save() {
        return state.save();
    }

    void restore(JsonNode saved) {
        state.restore(saved);
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
            Map<String, Double> exported) {

        Pricing {
            Objects.requireNonNull(beta, "its effectiveBeta is null");
            Objects.requireNonNull(learnedVariance, "its decoderVariance is null");
            Objects.requireNonNull(exported, "its exported numbers are null");
        }
    }
}
