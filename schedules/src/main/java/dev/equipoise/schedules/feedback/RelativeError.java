package dev.equipoise.schedules.feedback;

import dev.equipoise.balance.LinearOptimum;
import java.util.List;
import java.util.Locale;

/**
 * The error on which the controllers of this package act: the distance of a reading from its target, as a fraction of
 * the target.
 */
final class RelativeError {

    private static final double SETTLED = 0.05;

    /** The moving average starts at 0: before this many steps a small one means nothing. */
    private static final long STEPS_TO_TELL = 50;

    private static final double MEMORY = 0.9;

    /** The largest error that counts, so that one broken batch is forgotten within fifty steps. */
    private static final double WILD = 5;

    /** Steps in which the controllers of this package settle with their default gains. */
    static final long STEPS_TO_SETTLE = 2_000;

    /** The same from a beta at which every latent collapses: Adam forgets gradients of that size in thousands of steps. */
    private static final long STEPS_FROM_COLLAPSE = 5_000;

    private RelativeError() {}

    /**
     * The moving average after one more error (reading − target)/scale, clipped to ±1. The average is clipped, and
     * not the readings. Readings that vary by more than the target, such as those of single examples, would be clipped
     * more above than below, and the controller would hold a value other than their mean.
     */
    static double smoothed(double before, double reading, double target, double scale) {
        double error = Math.min((reading - target) / scale, WILD);
        return Math.min(Math.max(MEMORY * before + (1 - MEMORY) * error, -1), 1);
    }

    /**
     * The gain of an integral at this error: error·(1 + boost·error²), so that large errors shrink fast and the
     * target is approached slowly.
     */
    static double boosted(double error, double boost) {
        return error * (1 + boost * error * error);
    }

    /** Whether a moving average of errors shows that the target is held. */
    static boolean settled(long step, double error) {
        return step >= STEPS_TO_TELL && Math.abs(error) < SETTLED;
    }

    /**
     * A warning if beta starts so high that a linear model loses every latent, in a run too short to get them back.
     *
     * @param key of the attribute that says where beta starts
     */
    static List<String> foreseeCollapse(long steps, double initial, String held, String key, LinearOptimum optimum) {
        double collapsing = optimum.beta(optimum.eigenvalues()[0]);
        return !optimum.knowsBeta() || initial < collapsing || steps >= STEPS_FROM_COLLAPSE
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "%s is %s, and from %.3g on a linear model loses every latent: the controller takes about %d"
                                + " steps to recover, but the run has %d, so that %s may end off its target; lower %s or"
                                + " train longer",
                        key,
                        (float) initial,
                        collapsing,
                        STEPS_FROM_COLLAPSE,
                        steps,
                        held,
                        key));
    }

    /** A warning if a controller with its default gains has fewer steps than it needs to settle. */
    static List<String> foresee(long steps, String held, String initialBeta) {
        return foresee(steps, STEPS_TO_SETTLE, held, initialBeta);
    }

    /** The same for a controller that needs this number of steps. */
    static List<String> foresee(long steps, long needed, String held, String initialBeta) {
        return steps >= needed
                ? List.of()
                : List.of("the controller takes about " + needed + " steps to settle, and the run leaves it "
                        + steps + ": " + held + " may end off its target; train longer or set "
                        + initialBeta + " near the beta that earlier runs ended with");
    }
}
