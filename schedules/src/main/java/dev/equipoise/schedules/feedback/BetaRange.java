package dev.equipoise.schedules.feedback;

import dev.equipoise.part.InvalidPartException;
import java.util.ArrayList;
import java.util.List;

/** Where a controller may move beta, and where it starts; the controller itself acts on ln beta. */
record BetaRange(double min, double max, double initial) {

    /** The range, if its bounds do not contradict each other. */
    static BetaRange checked(double minBeta, double maxBeta, double initialBeta) {
        List<String> problems = new ArrayList<>();
        if (minBeta >= maxBeta) {
            problems.add("minBeta must be below maxBeta (" + maxBeta + "), got " + minBeta);
        } else if (initialBeta < minBeta || initialBeta > maxBeta) {
            problems.add("initialBeta must lie between minBeta (" + minBeta + ") and maxBeta (" + maxBeta + "), got "
                    + initialBeta);
        }
        if (!problems.isEmpty()) {
            throw new InvalidPartException(problems);
        }
        return new BetaRange(minBeta, maxBeta, initialBeta);
    }

    double initialLog() {
        return Math.log(initial);
    }

    /** The nearest ln beta within the bounds: a controller that keeps only this never winds up. */
    double clip(double logBeta) {
        return Math.min(Math.max(logBeta, Math.log(min)), Math.log(max));
    }

    /** Beta itself, within the bounds to the last bit. */
    double beta(double logBeta) {
        return Math.min(Math.max(Math.exp(logBeta), min), max);
    }
}
