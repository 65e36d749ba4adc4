package dev.equipoise.testing;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Data and a model's output in rows, one row an example.
 *
 * @param noise of the latents, which are mean + exp(logVariance / 2)·noise; the shape of the means
 */
public record Sample(double[][] data, double[][] mean, double[][] logVariance, double[][] decoded, double[][] noise) {

    private static final int EXAMPLES = 3;

    /** Without noise, so that the latents are the means. */
    public Sample(double[][] data, double[][] mean, double[][] logVariance, double[][] decoded) {
        this(data, mean, logVariance, decoded, new double[mean.length][mean[0].length]);
    }

    /** Three examples of four elements in [0, 1] and two latents. */
    public static Sample random(long seed) {
        Random random = new Random(seed);
        return new Sample(
                uniform(random, 4, 0, 1),
                uniform(random, 2, -2, 2),
                uniform(random, 2, -3, 2),
                uniform(random, 4, -3, 3));
    }

    /** One example with these latents. */
    public static Sample posterior(double mean, double logVariance) {
        return new Sample(one(0), one(mean), one(logVariance), one(0));
    }

    /** One example with one element. */
    public static Sample element(double data, double decoded) {
        return new Sample(one(data), one(0), one(0), one(decoded));
    }

    /** The same with standard normal noise. */
    public Sample noisy(long seed) {
        Random random = new Random(seed);
        double[][] drawn = copy(noise);
        for (double[] row : drawn) {
            Arrays.setAll(row, column -> random.nextGaussian());
        }
        return new Sample(data, mean, logVariance, decoded, drawn);
    }

    /** The same with one number of mean, log-variance or decoded value moved. */
    public Sample moved(int input, int row, int column, double by) {
        Sample copy = new Sample(data, copy(mean), copy(logVariance), copy(decoded), noise);
        copy.input(input)[row][column] += by;
        return copy;
    }

    /** Mean, log-variance and decoded value, in that order. */
    public double[][] input(int index) {
        return switch (index) {
            case 0 -> mean;
            case 1 -> logVariance;
            default -> decoded;
        };
    }

    private static double[][] one(double value) {
        return new double[][] {{value}};
    }

    private static double[][] copy(double[][] rows) {
        return Stream.of(rows).map(double[]::clone).toArray(double[][]::new);
    }

    private static double[][] uniform(Random random, int columns, double low, double high) {
        return Stream.generate(() -> random.doubles(columns, low, high).toArray())
                .limit(EXAMPLES)
                .toArray(double[][]::new);
    }
}
