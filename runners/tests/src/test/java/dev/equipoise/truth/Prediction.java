package dev.equipoise.truth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Where mathematics says that a balance ends on Gaussian data with the eigenvalues of {@link #EIGENVALUES}.
 *
 * @param with the parts that make the balance
 * @param settings "key=value"
 * @param latents M
 * @param source what says so
 * @param distortion squared error per example
 * @param rate KL in nats per example
 * @param beta the effective beta of the last epoch; empty for none
 * @param bar relative tolerance of distortion and rate
 */
record Prediction(
        List<String> with,
        List<String> settings,
        int latents,
        String source,
        double distortion,
        double rate,
        OptionalDouble beta,
        double bar) {

    static final double[] EIGENVALUES = {4, 2, 1, 0.5, 0.25};

    static final double EXACT = 0.02;
    static final double GATED = 0.03;

    /** The optimum at b = beta/2, where the effective beta is 2·b. */
    static Prediction at(double b, String part, String... settings) {
        return on(5, b, OptionalDouble.of(2 * b), EXACT, part, settings);
    }

    /** The same for fewer latents. */
    static Prediction atWith(int latents, double b, String part, String... settings) {
        return on(latents, b, OptionalDouble.of(2 * b), EXACT, part, settings);
    }

    /** The optimum at b, where a hard gate holds it and the reported beta is another one. */
    static Prediction gated(double b, OptionalDouble beta, String part, String... settings) {
        return on(5, b, beta, GATED, part, settings);
    }

    /** The same for fewer latents. */
    static Prediction gatedWith(int latents, double b, OptionalDouble beta, String part, String... settings) {
        return on(latents, b, beta, GATED, part, settings);
    }

    private static Prediction on(
            int latents, double b, OptionalDouble beta, double bar, String part, String... settings) {
        WaterFilling optimum = new WaterFilling(EIGENVALUES, latents);
        return new Prediction(
                parts(part),
                List.of(settings),
                latents,
                "closed form",
                optimum.distortion(b),
                optimum.rate(b),
                beta,
                bar);
    }

    /** The end of an independent training in double precision. */
    static Prediction trained(
            int latents,
            OptionalDouble beta,
            double bar,
            ReferenceTraining.Slopes slopes,
            String part,
            String... settings) {
        ReferenceTraining.Point end = ReferenceTraining.train(EIGENVALUES, latents, slopes);
        return new Prediction(
                parts(part), List.of(settings), latents, "float64 training", end.distortion(), end.rate(), beta, bar);
    }

    /** The optimum of another divergence at this beta, in a run of 4,020 steps. */
    static Prediction at(String source, DivergenceOptimum optimum, double beta, String part, String... settings) {
        return within(134, source, optimum, beta, part, settings);
    }

    /** The same after so many epochs of 30 steps. */
    static Prediction within(
            int epochs, String source, DivergenceOptimum optimum, double beta, String part, String... settings) {
        List<String> all = new ArrayList<>(List.of("fixedBeta.beta=" + beta, "experiment.epochs=" + epochs));
        all.addAll(List.of(settings));
        return new Prediction(
                parts("fixedBeta," + part),
                all,
                5,
                source,
                optimum.distortion(),
                optimum.rate(),
                OptionalDouble.of(beta),
                EXACT);
    }

    private static List<String> parts(String comma) {
        return Arrays.stream(comma.split(",", -1)).toList();
    }

    @Override
    public String toString() {
        return String.join(" ", with) + " " + String.join(" ", settings) + (latents == 5 ? "" : " M=" + latents);
    }
}
