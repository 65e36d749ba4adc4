package dev.equipoise.schedules.feedback;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * A plant to control: KL and squared error of the best linear VAE on Gaussian data at b = beta/2, R(b) = Σ ½·ln⁺(λ/b) and
 * D(b) = Σ min(λ, b), one of them approached with a first-order lag and read with noise.
 */
public final class WaterFilling {

    private static final double[] EIGENVALUES = {4, 2, 1, 0.5, 0.25};

    private final Random random = new Random(7);
    private final double lag;
    private final ToDoubleFunction<Random> noise;
    private final DoubleUnaryOperator response;
    private double level;

    private WaterFilling(DoubleUnaryOperator response, double lag, ToDoubleFunction<Random> noise, double beta) {
        this.response = response;
        this.lag = lag;
        this.noise = noise;
        level = response.applyAsDouble(beta);
    }

    /** Lag in steps, noise as a fraction of the KL. */
    static WaterFilling ofKl(double lag, double noise, double beta) {
        return new WaterFilling(WaterFilling::rate, lag, draw -> 1 + noise * draw.nextGaussian(), beta);
    }

    /** Lag in steps, noise as a fraction of the squared error. */
    static WaterFilling ofSquaredError(double lag, double noise, double beta) {
        return new WaterFilling(WaterFilling::distortion, lag, draw -> 1 + noise * draw.nextGaussian(), beta);
    }

    /** A lag of 100 steps, and readings of an exponential distribution, which scatter by as much as their mean. */
    static WaterFilling ofKlOfSingleExamples(double beta) {
        return new WaterFilling(WaterFilling::rate, 100, draw -> -Math.log1p(-draw.nextDouble()), beta);
    }

    /** A lag of 100 steps, and readings of an exponential distribution, which scatter by as much as their mean. */
    static WaterFilling ofSquaredErrorOfSingleExamples(double beta) {
        return new WaterFilling(WaterFilling::distortion, 100, draw -> -Math.log1p(-draw.nextDouble()), beta);
    }

    /** The KL, in nats, that training at this beta ends with. */
    public static double rate(double beta) {
        double rate = 0;
        for (double eigenvalue : EIGENVALUES) {
            rate += Math.max(0, Math.log(2 * eigenvalue / beta)) / 2;
        }
        return rate;
    }

    /** The squared error that training at this beta ends with. */
    public static double distortion(double beta) {
        double distortion = 0;
        for (double eigenvalue : EIGENVALUES) {
            distortion += Math.min(eigenvalue, beta / 2);
        }
        return distortion;
    }

    /** The reading of one step at this beta. */
    double step(double beta) {
        level += (response.applyAsDouble(beta) - level) / lag;
        return level * noise.applyAsDouble(random);
    }

    /** What is read, without noise. */
    double level() {
        return level;
    }
}
