package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.data.Split;
import dev.equipoise.objective.Constants;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import java.util.Optional;

/** What likelihoods of counts share: the data that they take, and logarithms of factorials. */
final class Counts {

    /** Means stay between e⁻²⁰ and e²⁰, 485 million, so that neither they nor their gradients overflow floats. */
    private static final double MOST = 20;

    private Counts() {}

    /** Refuses a declared range with negative values; values themselves are known once the data are loaded. */
    static void check(Facts facts) {
        facts.data().range().filter(range -> range.min() < 0).ifPresent(range -> {
            throw new InvalidPartException("the preprocessed data must be counts, got values in [" + range.min() + ", "
                    + range.max() + "]; leave them as they are, or use a reconstruction term for any values");
        });
    }

    static Optional<String> refused(Split split) {
        return Marginals.refused(split, x -> x >= 0 && x == Math.rint(x), "must be counts, whole numbers from 0 on")
                .map(what ->
                        what + "; leave counts without preprocessing, or use a reconstruction term for any values");
    }

    /** The nats of a count under a Poisson rate. */
    static double poisson(double count, double rate) {
        return rate - Marginals.timesLog(count, rate) + logFactorial(count);
    }

    /** exp(r) − x·r + ln Γ(x + 1) for log rates r, elementwise. Recorded code. */
    static NDArray poisson(NDArray counts, NDArray logRates, Constants constants) {
        return logRates.exp().sub(counts.mul(logRates)).add(logFactorial(counts, constants));
    }

    /** The nats of a count under a negative binomial likelihood. */
    static double negativeBinomial(double count, double mean, double dispersion) {
        double size = 1 / dispersion;
        return (count + size) * Math.log1p(dispersion * mean)
                - Marginals.timesLog(count, dispersion * mean)
                + logFactorial(count)
                + logFactorial(size - 1)
                - logFactorial(count + size - 1);
    }

    /**
     * (x + s)·ln(1 + eᵗ) − x·t + ln Γ(s) + ln Γ(x + 1) − ln Γ(x + s) for s = 1/dispersion and t = log mean − ln s,
     * elementwise. ln(1 + eᵗ) is written as (t + |t|)/2 + ln(1 + exp(−|t|)), which does not overflow. Recorded code.
     *
     * @param size s
     * @param logDispersion −ln s
     */
    static NDArray negativeBinomial(
            NDArray counts, NDArray logMeans, NDArray size, NDArray logDispersion, Constants constants) {
        NDArray t = logMeans.add(logDispersion);
        NDArray absolute = t.abs();
        NDArray softplus = t.add(absolute)
                .mul(constants.fixed(0.5))
                .add(absolute.neg().exp().add(constants.fixed(1)).log());
        NDArray raised = counts.add(size);
        NDArray constant = logFactorial(counts, constants).sub(raised.gammaln()).add(size.gammaln());
        return raised.mul(softplus).sub(counts.mul(t)).add(constant);
    }

    /** What was decoded, clamped softly to ±20: 20·tanh(decoded/20). Recorded code. */
    static NDArray logMeans(NDArray decoded, Constants constants) {
        NDArray most = constants.fixed(MOST);
        return decoded.div(most).tanh().mul(most);
    }

    /** ln Γ(x + 1) for x above −1, by Stirling's series from 20 on and the recurrence below. */
    static double logFactorial(double x) {
        double z = x + 1;
        double below = 1;
        for (; z < 20; z++) {
            below *= z;
        }
        double square = z * z;
        double series = 1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - 1 / (1680 * square)) / square) / square;
        return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series / z - Math.log(below);
    }

    /** The same of an array, elementwise. Recorded code. */
    static NDArray logFactorial(NDArray counts, Constants constants) {
        return counts.add(constants.fixed(1)).gammaln();
    }
}
