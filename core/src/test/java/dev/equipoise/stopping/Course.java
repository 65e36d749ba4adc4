package dev.equipoise.stopping;

import dev.equipoise.balance.Measures;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.EpochMeans;
import dev.equipoise.run.ModelView;
import dev.equipoise.run.Progress;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StoppingRule;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Sends a rule the events of a run, until it ends it. */
final class Course<S extends Record> {

    private final StoppingRule<S> rule;
    private S state;
    private int epochs;
    private long steps;

    Course(StoppingRule<S> rule) {
        this.rule = rule;
        state = rule.initial();
    }

    /** A step of a second at this beta. */
    Course<S> step(double beta, double rate, double squaredError, double kl, double norm) {
        return step(Prices.beta(beta), OptionalDouble.of(beta), rate, squaredError, kl, norm);
    }

    Course<S> step(Prices prices, OptionalDouble beta, double rate, double squaredError, double kl, double norm) {
        Readings readings = new Readings(
                new Measures(
                        squaredError + beta.orElse(1) * kl,
                        squaredError,
                        squaredError,
                        kl,
                        kl,
                        List.of(kl),
                        Map.of("squaredError", squaredError),
                        Optional.empty()),
                norm,
                10,
                false,
                Map.of());
        StepFinished event =
                new StepFinished(steps, 0, rate, prices, beta, readings, OptionalDouble.empty(), Map.of(), 1);
        steps++;
        state = rule.afterStep(state, event, new Progress(steps, steps, true, Optional.empty()));
        return this;
    }

    /** An epoch's end with these numbers of the validation split, of 16 latents. */
    Course<S> epoch(boolean settled, double elbo) {
        return epoch(settled, elbo, Optional.empty());
    }

    /** An epoch's end at which the latents were ignored, in these words. */
    Course<S> epoch(Optional<String> ignored) {
        return epoch(true, 0, ignored);
    }

    private Course<S> epoch(boolean settled, double elbo, Optional<String> ignored) {
        double kl = 20;
        SplitEvaluation validation = new SplitEvaluation(
                new Measures(Double.NaN, 1, 1, kl, kl, Collections.nCopies(16, kl / 16), Map.of(), Optional.empty()),
                1,
                "",
                elbo,
                elbo,
                16,
                3,
                Optional.empty());
        EpochMeans means = new EpochMeans(
                new Measures(1, 1, 1, 1, 1, List.of(), Map.of(), Optional.empty()), 1, OptionalDouble.empty(), 1, 1);
        EpochFinished event = new EpochFinished(epochs++, steps, means, validation, Prices.beta(1), new Nothing());
        state = rule.afterEpoch(state, event, new Progress(steps, steps, settled, ignored));
        return this;
    }

    S state() {
        return state;
    }

    Optional<String> stops() {
        return rule.stops(state);
    }

    private record Nothing() implements ModelView {

        @Override
        public int elements() {
            return 0;
        }

        @Override
        public int latents() {
            return 0;
        }

        @Override
        public Encoded encode(float[] data) {
            throw new UnsupportedOperationException("a rule asks no model");
        }

        @Override
        public float[] decode(float[] latents) {
            throw new UnsupportedOperationException("a rule asks no model");
        }

        @Override
        public double[] logLikelihood(float[] data, float[] latents) {
            throw new UnsupportedOperationException("a rule asks no model");
        }

        @Override
        public float[] undoPreprocessing(float[] data) {
            return data;
        }
    }
}
