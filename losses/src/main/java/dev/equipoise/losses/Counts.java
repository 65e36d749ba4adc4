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
