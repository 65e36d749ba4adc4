package dev.equipoise.local.internal.loop;

import dev.equipoise.part.Facts;
import dev.equipoise.run.StoppingRule;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * How long a run still takes: its remaining steps and evaluations of the validation split, each at its recent pace in this
 * process, up to what a stopping rule allows. The evaluation of both splits at the end is left out.
 */
final class TimeLeft {

    private final Facts facts;
    private final StoppingRule.Limit limit;
    private final LongSupplier nanoTime;
    private final Pace steps = new Pace();
    private final Pace evaluations = new Pace();
    private long since;

    /** @param nanoTime nanoseconds from any origin */
    TimeLeft(Facts facts, StoppingRule.Limit limit, LongSupplier nanoTime) {
        this.facts = facts;
        this.limit = limit;
        this.nanoTime = nanoTime;
        since = nanoTime.getAsLong();
    }

    /** The first step begins. */
    void begin() {
        since = nanoTime.getAsLong();
    }

    /** A step ended. */
    void stepped() {
        steps.add(lap());
    }

    /** The evaluation of an epoch ended. */
    void evaluated() {
        evaluations.add(lap());
    }

    private double lap() {
        long before = since;
        since = nanoTime.getAsLong();
        return (since - before) * 1e-9;
    }

    /**
     * The time in seconds; empty if steps are left and this process has not made a step.
     *
     * @param epoch index of the present epoch, counted from 0
     * @param place of the next batch in it
     * @param made updates, including those before a resume
     * @param seconds that the run has taken, including those before a resume
     */
    OptionalDouble seconds(int epoch, long place, long made, double seconds) {
        long perEpoch = facts.stepsPerEpoch();
        long planned = Math.max(0, (facts.epochs() - epoch) * perEpoch - place);
        long left = Math.max(0, Math.min(planned, limit.steps() - made));
        // A rule that stops the run at the last step of an epoch leaves out its evaluation.
        long evaluated = made + planned < limit.steps() ? facts.epochs() - epoch : (place + left - 1) / perEpoch;
        if (steps.isEmpty() && left > 0) {
            return OptionalDouble.empty();
        }
        double work = (left > 0 ? left * steps.mean() : 0) + (evaluated > 0 ? evaluated * evaluation() : 0);
        return OptionalDouble.of(Math.max(0, Math.min(work, limit.seconds() - seconds)));
    }

    /** Before the first evaluation, an example counts as much as in training. */
    private double evaluation() {
        if (!evaluations.isEmpty()) {
            return evaluations.mean();
        }
        return steps.isEmpty() ? 0 : steps.mean() * facts.data().validationExamples() / facts.batchSize();
    }

    /** The mean of the last quarter of the time, or of the last minutes, in which older laps fade. */
    private static final class Pace {

        private static final double LONGEST_WINDOW = 300;

        private double total;
        private double seconds;
        private double laps;

        void add(double lap) {
            total += lap;
            double kept = lap > 0 ? Math.exp(-lap / Math.min(LONGEST_WINDOW, total / 4)) : 1;
            seconds = seconds * kept + lap;
            laps = laps * kept + 1;
        }

        boolean isEmpty() {
            return laps == 0;
        }

        double mean() {
            return seconds / laps;
        }
    }
}
