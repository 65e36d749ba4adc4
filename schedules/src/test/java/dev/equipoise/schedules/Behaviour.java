package dev.equipoise.schedules;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.schedules.feedback.WaterFilling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.stream.LongStream;

/** What a part does to a run, as values that can be compared: prices of every step and their shapes, or the rates. */
final class Behaviour {

    /** Long enough for every controller to reach a bound. */
    private static final int STEPS = 12_000;

    private Behaviour() {}

    /** Prices under training that answers with noise, and under training that is stuck too high and too low. */
    static <S extends Record> List<Object> of(BalancingStrategy<S> strategy) {
        Random noise = new Random(7);
        return List.of(
                prices(
                        strategy,
                        beta -> readings(
                                WaterFilling.rate(beta) * (1 + 0.05 * noise.nextGaussian()),
                                WaterFilling.distortion(beta) * (1 + 0.05 * noise.nextGaussian()))),
                prices(strategy, beta -> readings(1e3, 1e6)),
                prices(strategy, beta -> readings(1e-3, 1e-3)),
                strategy.divergencePenalty(),
                strategy.reconstructionPenalty());
    }

    /** Rates beyond the end of the run. */
    static List<Object> of(LearningRate rate) {
        return List.copyOf(LongStream.range(0, 2 * ModuleParts.FACTS.totalSteps())
                .mapToObj(rate::at)
                .toList());
    }

    private static <S extends Record> List<Prices> prices(
            BalancingStrategy<S> strategy, DoubleFunction<Readings> training) {
        List<Prices> all = new ArrayList<>();
        S state = strategy.initial();
        for (long step = 0; step < STEPS; step++) {
            Prices prices = strategy.prices(step, state);
            all.add(prices);
            double beta = prices.effectiveBeta().orElse(prices.divergence().weight());
            state = strategy.next(step, state, training.apply(Math.max(beta, 1e-9)));
        }
        return all;
    }

    private static Readings readings(double kl, double squaredError) {
        double[] perLatent = new double[ModuleParts.FACTS.latents()];
        Arrays.fill(perLatent, kl / perLatent.length);
        return new Readings(squaredError + kl, squaredError, squaredError, kl, kl, perLatent, 1, Map.of("kl", kl));
    }
}
