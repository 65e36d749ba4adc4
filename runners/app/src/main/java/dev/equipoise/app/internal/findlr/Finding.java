package dev.equipoise.app.internal.findlr;

import dev.equipoise.app.internal.findlr.LossCurve.Point;
import java.util.List;

/** What a range test says: one rate, or why it has no rate to suggest and what to do. */
public sealed interface Finding {

    /** The part of the whole fall that is done at the suggested rate, in the average loss. */
    double DONE = 0.9;

    /** The rate at which the loss has completed nine tenths of its fall. */
    record Rate(double rate) implements Finding {}

    /** The curve's minimum does not lie inside the rates that were tried. */
    enum NoRate implements Finding {
        /** The run ended at once. */
        UNMEASURED("the run ended before its first step was measured"),

        /** Neither a fall nor a rise. */
        FLAT(
                "the loss never fell by more than it varies from batch to batch; try a wider range, with a lower --min or a"
                        + " higher --max, or more --steps"),

        /** The first rates are too high. */
        ROSE("the loss rose from the first rates; start lower, with --min"),

        /** The first rates are not low enough to see where the fall begins. */
        FELL_AT_ONCE("the loss did most of its fall at the very first rates; start lower, with --min"),

        /** The last rates are too low. */
        STILL_FALLING("the loss still fell at the highest rates; go higher, with --max");

        private final String text;

        NoRate(String text) {
            this.text = text;
        }

        /** What the curve lacks, and the option that helps. */
        public String text() {
            return text;
        }
    }

    /**
     * Reads a curve that fell.
     *
     * @param start the loss before it fell
     * @param lowest the lowest average
     * @param margin steps at either end of the test: what happens there may go on outside of it
     * @param open whether all rates were tried and the loss had not risen at their end, so that it might fall beyond
     */
    static Finding of(List<Point> points, double start, double lowest, int margin, boolean open) {
        double level = start - DONE * (start - lowest);
        int done = 0;
        while (points.get(done).smoothed() > level) {
            done++;
        }
        if (done < margin || points.get(margin).smoothed() < (start + lowest) / 2) {
            return NoRate.FELL_AT_ONCE;
        }
        return open && done >= points.size() - margin
                ? NoRate.STILL_FALLING
                : new Rate(points.get(done).rate());
    }
}
