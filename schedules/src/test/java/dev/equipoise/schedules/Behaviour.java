package dev.equipoise.schedules;

import com.google.common.collect.Iterators;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.Measures;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.schedules.feedback.WaterFilling;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleFunction;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What a part does to a run, as values that can be compared: prices of every step and their shapes, or the rates. */
final class Behaviour {

    /** Long enough for every controller to reach a bound. */
    private static final int STEPS = 12_000;

    private Behaviour() {}

    /**
     * Shapes, and prices under training that answers with noise, that is stuck too high and too low, and that improves
     * ever less. Each step is taken when it is asked for.
     */
    static <S extends Record> Iterator<Object> of(BalancingStrategy<S> strategy) {
        long readings = strategy instanceof OpenLoop ? 1 : 4;
        return Iterators.concat(
                Iterators.forArray(strategy.divergencePenalty(), strategy.reconstructionPenalty()),
                Iterators.concat(trainings()
                        .limit(readings)
                        .map(training -> prices(strategy, training))
                        .iterator()));
    }

    /** Rates of the run; for those that are steered, under the same trainings. */
    static Iterator<Object> of(LearningRate<?> rate) {
        if (rate instanceof ScheduledRate scheduled) {
            return LongStream.range(0, ModuleParts.FACTS.totalSteps())
                    .<Object>mapToObj(scheduled::at)
                    .iterator();
        }
        return Iterators.concat(
                trainings().map(training -> rates(rate, training)).iterator());
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

    private static <S extends Record> Iterator<Object> prices(
            BalancingStrategy<S> strategy, DoubleFunction<Readings> training) {
        AtomicReference<S> state = new AtomicReference<>(strategy.initial());
        return steps(step -> {
            S before = state.get();
            Prices prices = strategy.prices(step, before);
            double beta = strategy.effectiveBeta(step, before)
                    .orElse(prices.divergence().weight());
            state.set(strategy.next(step, before, training.apply(Math.max(beta, 1e-9))));
            return prices;
        });
    }

    private static <S extends Record> Iterator<Object> rates(LearningRate<S> rate, DoubleFunction<Readings> training) {
        AtomicReference<S> state = new AtomicReference<>(rate.initial());
        return steps(step -> {
            S before = state.get();
            state.set(rate.next(step, before, training.apply(1)));
            return rate.at(step, before);
        });
    }

    private static Iterator<Object> steps(LongFunction<Object> step) {
        return LongStream.range(0, STEPS).mapToObj(step).iterator();
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
