package dev.equipoise.testing;

import dev.equipoise.balance.Measures;
import dev.equipoise.balance.Readings;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Facts and readings for tests of factories, strategies and learning rates. */
public final class Trial {

    private static final List<Double> ODD =
            List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, -1e300, 1e-300, 0.0, -1.0);

    /** Examples per batch; an epoch of {@link #wild} has ten batches. */
    static final int BATCH = 10;

    private Trial() {}

    /** Facts of a run of this many steps, one epoch each, on data of 784 elements. */
    public static Facts facts(int steps) {
        return new Facts(Optional.of(new DataFacts(100, 10, List.of(1, 28, 28), Optional.empty())), 100, steps, 0);
    }

    /** Readings with this KL and a squared error of 100. */
    public static Readings kl(double nats) {
        return readings(100, nats, 1, false);
    }

    /** Readings with this squared error and a KL of 1. */
    public static Readings squaredError(double error) {
        return readings(error, 1, 1, false);
    }

    /** Readings of a plain VAE of one latent at beta 1. */
    static Readings readings(double squaredError, double kl, double gradientNorm, boolean lastOfEpoch) {
        Measures means = new Measures(
                squaredError + kl,
                squaredError,
                squaredError,
                kl,
                kl,
                List.of(kl),
                Map.of("squaredError", squaredError, "kl", kl),
                Optional.empty());
        return new Readings(means, gradientNorm, BATCH, lastOfEpoch, Map.of());
    }

    /** Readings of a broken run and others that look sane, in a fixed pseudo-random order. */
    public static List<Readings> wild(int steps) {
        Random random = new Random(7);
        return IntStream.range(0, steps)
                .mapToObj(step -> {
                    double value = wild(random);
                    return readings(value, value, value, step % 10 == 9);
                })
                .toList();
    }

    static double wild(Random random) {
        return random.nextBoolean() ? ODD.get(random.nextInt(ODD.size())) : 100 * random.nextDouble();
    }
}
