package dev.equipoise.losses;

import java.util.function.DoubleUnaryOperator;

/** Integrals over a line by Simpson's rule, and the densities that divergences compare. */
final class Quadrature {

    private static final int PANELS = 40_000;

    private Quadrature() {}

    static double integral(double from, double to, DoubleUnaryOperator f) {
        double width = (to - from) / PANELS;
        double sum = f.applyAsDouble(from) + f.applyAsDouble(to);
        for (int i = 1; i < PANELS; i++) {
            sum += (i % 2 == 0 ? 2 : 4) * f.applyAsDouble(from + i * width);
        }
        return sum * width / 3;
    }

    /** Over all that two Gaussians of moderate mean have. */
    static double everywhere(DoubleUnaryOperator f) {
        return integral(-40, 40, f);
    }

    /** The mean over a standard normal draw. */
    static double mean(DoubleUnaryOperator ofNoise) {
        return integral(-12, 12, noise -> Math.exp(logDensity(noise, 0, 1)) * ofNoise.applyAsDouble(noise));
    }

    static double logDensity(double x, double mean, double deviation) {
        double z = (x - mean) / deviation;
        return -z * z / 2 - Math.log(deviation * Math.sqrt(2 * Math.PI));
    }

    /** KL of two densities in nats, both by their logarithms. */
    static double kl(DoubleUnaryOperator logOne, DoubleUnaryOperator logOther) {
        return everywhere(x -> {
            double log = logOne.applyAsDouble(x);
            return Math.exp(log) * (log - logOther.applyAsDouble(x));
        });
    }
}
