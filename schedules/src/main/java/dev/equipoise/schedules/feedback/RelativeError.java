package dev.equipoise.schedules.feedback;

import java.util.List;

/** What the controllers of this package act on: how far a reading is from its target, as a fraction of the target. */
final class RelativeError {

    private static final double SETTLED = 0.05;

    /** The moving average starts at 0: before this many steps a small one tells nothing. */
    private static final long STEPS_TO_TELL = 50;

    private static final double MEMORY = 0.9;

    /** In which the controllers of this package settle with their default gains. */
    static final long STEPS_TO_SETTLE = 2_000;

    private RelativeError() {}

    /** (reading − target)/scale, clipped to ±1. */
    static double clipped(double reading, double target, double scale) {
        return Math.min(Math.max((reading - target) / scale, -1), 1);
    }

    /** The moving average after one more error, clipped already, so that a wild one is forgotten as fast as any other. */
    static double smoothed(double before, double clipped) {
        return MEMORY * before + (1 - MEMORY) * clipped;
    }

    /** Whether a moving average of errors tells that the target is held. */
    static boolean settled(long step, double error) {
        return step >= STEPS_TO_TELL && Math.abs(error) < SETTLED;
    }

    /** A warning where a controller with its default gains has fewer steps than it takes to settle. */
    static List<String> foresee(long steps, String held, String initialBeta) {
        return foresee(steps, STEPS_TO_SETTLE, held, initialBeta);
    }

    /** The same for a controller that takes so many steps. */
    static List<String> foresee(long steps, long needed, String held, String initialBeta) {
        return steps >= needed
                ? List.of()
                : List.of("the controller takes about " + needed + " steps to settle, and the run leaves it "
                        + steps + ": " + held + " may end off its target; train longer or set "
                        + initialBeta + " near the beta that earlier runs ended with");
    }
}
