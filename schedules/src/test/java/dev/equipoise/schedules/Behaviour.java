package dev.equipoise.schedules;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.Measures;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.schedules.feedback.WaterFilling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What a part does to a run, as values that can be compared: prices of every step and their shapes, or the rates. */
final class Behaviour {

    /** Long enough for every controller to reach a bound. */
    private static final int STEPS = 12_000;

    private Behaviour() {}

    /** Prices under training that answers with noise, that is stuck too high and too low, and that improves ever less. */
    static <S extends Record> List<Object> of(BalancingStrategy<S> strategy) {
        long readings = strategy instanceof OpenLoop ? 1 : 4;
        List<Object> all = new ArrayList<>();
        trainings().limit(readings).forEach(training -> all.add(prices(strategy, training)));
        all.add(strategy.divergencePenalty());
        all.add(strategy.reconstructionPenalty());
        return all;
    }

    /** Rates of the run; for those that are steered, under the same trainings. */
    static List<Object> of(LearningRate<?> rate) {
        if (rate instanceof ScheduledRate scheduled) {
            return LongStream.range(0, ModuleParts.FACTS.totalSteps())
                    .<Object>mapToObj(scheduled::at)
                    .toList();
        }
        return trainings().<Object>map(training -> rates(rate, training)).toList();
    }

    private static Stream<DoubleFunction<Readings>> trainings() {
        Random noise = new Random(7);
        AtomicLong seen = new AtomicLong();
        return Stream.of(
                beta -> readings(
                        WaterFilling.rate(beta) * (1 + 0.05 * noise.nextGaussian()),
                        WaterFilling.distortion(beta) * (1 + 0.05 * noise.nextGaussian())),
                beta -> readings(1e9, 1e15),
                beta -> readings(1e-9, 1e-9),
                beta -> readings(1, 100 + 1e4 / seen.incrementAndGet()));
    }

    private static <S extends Record> List<Prices> prices(
            BalancingStrategy<S> strategy, DoubleFunction<Readings> training) {
        List<Prices> all = new ArrayList<>();
        S state = strategy.initial();
        for (long step = 0; step < STEPS; step++) {
            Prices prices = strategy.prices(step, state);
            all.add(prices);
            double beta = strategy.effectiveBeta(step, state)
                    .orElse(prices.divergence().weight());
            state = strategy.next(step, state, training.apply(Math.max(beta, 1e-9)));
        }
        return all;
    }

    private static <S extends Record> List<Double> rates(LearningRate<S> rate, DoubleFunction<Readings> training) {
        List<Double> all = new ArrayList<>();
        S state = rate.initial();
        for (long step = 0; step < STEPS; step++) {
            all.add(rate.at(step, state));
            state = rate.next(step, state, training.apply(1));
        }
        return all;
    }

    private static Readings readings(double kl, double squaredError) {
        int latents = ModuleParts.FACTS.latents();
        List<Double> perLatent = Collections.nCopies(latents, kl / latents);
        return new Readings(
                new Measures(
                        squaredError + kl,
                        squaredError,
                        squaredError,
                        kl,
                        kl,
                        perLatent,
                        Map.of("kl", kl, "squaredError", squaredError),
                        Optional.empty()),
                1,
                10,
                true,
                Map.of());
    }
}
