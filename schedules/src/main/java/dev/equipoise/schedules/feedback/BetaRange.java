package dev.equipoise.schedules.feedback;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.schedules.internal.SharedWarnings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The range in which a controller may move beta, and the initial beta. The controller acts on ln beta. */
record BetaRange(double min, double max, double initial) {

    /** Share of a linear model's residual below which a nonlinear one is not expected to get. */
    private static final double NONLINEAR = 0.1;

    /** The range. Its bounds must not contradict each other. */
    static BetaRange checked(double minBeta, double maxBeta, double initialBeta) {
        List<String> problems = new ArrayList<>();
        if (minBeta >= maxBeta) {
            problems.add("minBeta must be below maxBeta (" + maxBeta + "), got " + minBeta);
        } else if (initialBeta < minBeta || initialBeta > maxBeta) {
            problems.add("initialBeta must be between minBeta (" + minBeta + ") and maxBeta (" + maxBeta + "), got "
                    + initialBeta);
        }
        if (!problems.isEmpty()) {
            throw new InvalidPartException(problems);
        }
        return new BetaRange(minBeta, maxBeta, initialBeta);
    }

    /**
     * Warnings about a KL target that is more than the data can carry, or for which a linear model needs a beta outside
     * the range.
     */
    List<String> foreseeKl(String part, double nats, Facts facts, LinearOptimum optimum) {
        String key = part + ".nats";
        List<String> warnings = new ArrayList<>(SharedWarnings.tooManyNats(key, nats, facts, optimum));
        if (warnings.isEmpty()) {
            warnings.addAll(
                    foresee(part, key, "KL of " + (float) nats + " nats", optimum.beta(optimum.atRate(nats)), optimum));
        }
        warnings.addAll(foreseeCollapse(part, "KL", facts, optimum));
        return warnings;
    }

    /** Warnings about a target for the squared error that the model cannot reach, or that holds without a model. */
    List<String> foreseeSquaredError(String part, double tolerance, Facts facts, LinearOptimum optimum) {
        List<String> warnings = new ArrayList<>(foreseeSquaredError(part, tolerance, optimum));
        warnings.addAll(foreseeCollapse(part, "the squared error", facts, optimum));
        return warnings;
    }

    private List<String> foreseeCollapse(String part, String held, Facts facts, LinearOptimum optimum) {
        return RelativeError.foreseeCollapse(facts.totalSteps(), initial, held, part + ".initialBeta", optimum);
    }

    private List<String> foreseeSquaredError(String part, double tolerance, LinearOptimum optimum) {
        String key = part + ".squaredError";
        double reachable = optimum.exact() ? optimum.residual() : NONLINEAR * optimum.residual();
        if (tolerance < reachable) {
            return List.of(String.format(
                    Locale.ROOT,
                    "%s is %s, and a linear model with %d latents leaves %.4g of the data's variance of %.4g at any"
                            + " beta%s: beta will fall to %s.minBeta; raise %s or the number of latents",
                    key,
                    (float) tolerance,
                    optimum.latents(),
                    optimum.residual(),
                    optimum.variance(),
                    optimum.exact() ? "" : ", a nonlinear one hardly less than a tenth of it",
                    part,
                    key));
        }
        if (tolerance >= optimum.variance()) {
            return List.of(String.format(
                    Locale.ROOT,
                    "%s is %s, not below the data's variance of %.4g: the mean of the data reaches it without any"
                            + " latent, so all of them collapse; lower %s",
                    key,
                    (float) tolerance,
                    optimum.variance(),
                    key));
        }
        double beta = optimum.beta(optimum.atDistortion(tolerance));
        return beta < min && !optimum.exact()
                ? List.of()
                : foresee(part, key, "squared error of " + (float) tolerance, beta, optimum);
    }

    private List<String> foresee(String part, String key, String goal, double beta, LinearOptimum optimum) {
        if (!optimum.knowsBeta() || (beta >= min && beta <= max)) {
            return List.of();
        }
        String bound = part + (beta < min ? ".minBeta" : ".maxBeta");
        return List.of(String.format(
                Locale.ROOT,
                "a linear model with %d latents needs beta %.3g for a %s, %s %s (%s): beta may end at its bound;"
                        + " change %s or %s",
                optimum.latents(),
                beta,
                goal,
                beta < min ? "below" : "above",
                bound,
                (float) (beta < min ? min : max),
                bound,
                key));
    }

    /** For monitoring. */
    Optional<BalancingStrategy.BetaBounds> bounds() {
        return Optional.of(new BalancingStrategy.BetaBounds(min, max));
    }

    double initialLog() {
        return Math.log(initial);
    }

    /** The nearest ln beta within the bounds. A controller whose only state this is cannot wind up. */
    double clip(double logBeta) {
        return Math.min(Math.max(logBeta, Math.log(min)), Math.log(max));
    }

    /** Beta itself, within the bounds to the last bit. */
    double beta(double logBeta) {
        return Math.min(Math.max(Math.exp(logBeta), min), max);
    }
}
