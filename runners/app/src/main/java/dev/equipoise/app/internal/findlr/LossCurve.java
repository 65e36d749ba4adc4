package dev.equipoise.app.internal.findlr;

import dev.equipoise.app.internal.findlr.Finding.NoRate;
import dev.equipoise.run.Progress;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StoppingRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The loss at each rate of a range test, as it comes in, beside its moving average without the bias of the start. Ends the
 * test after the last rate, or where the average has risen by four times what it had fallen.
 */
public final class LossCurve implements StoppingRule<LossCurve.Verdict> {

    private static final double TOO_HIGH = 4;

    private final RateSweep sweep;
    private final double keep;
    private final List<Point> points = new ArrayList<>();
    private double loss;
    private double scatter;
    private double start;
    private double lowest;
    private double scatterAtLowest;

    public LossCurve(RateSweep sweep) {
        this.sweep = sweep;
        keep = 1 - 1.0 / sweep.memory();
    }

    /**
     * One step.
     *
     * @param step counted from 1
     * @param loss of its batch
     * @param smoothed moving average of the losses so far
     */
    public record Point(long step, double rate, double loss, double smoothed) {}

    /**
     * Whether the test ends.
     *
     * @param reason empty if it goes on
     */
    public record Verdict(Optional<String> reason) {}

    @Override
    public Verdict initial() {
        return new Verdict(Optional.empty());
    }

    @Override
    public Verdict afterStep(Verdict before, StepFinished event, Progress progress) {
        return new Verdict(add(event));
    }

    @Override
    public Optional<String> stops(Verdict verdict) {
        return verdict.reason();
    }

    private Optional<String> add(StepFinished event) {
        double now = event.readings().loss();
        double weight = 1 - Math.pow(keep, points.size() + 1);
        loss = keep * loss + (1 - keep) * now;
        double smoothed = loss / weight;
        scatter = keep * scatter + (1 - keep) * Math.abs(now - smoothed);
        points.add(new Point(event.step() + 1, event.learningRate(), now, smoothed));
        if (points.size() <= sweep.memory()) {
            // A rise within these steps, at rates that are too high at once, is no height to fall from.
            start = points.size() == 1 ? smoothed : Math.min(start, smoothed);
        }
        if (points.size() <= sweep.memory() || smoothed < lowest) {
            lowest = smoothed;
            scatterAtLowest = scatter / weight;
        }
        // A single noisy loss is no rise, so the fall counts as at least the scatter of the losses.
        if (smoothed - lowest > TOO_HIGH * Math.max(start - lowest, scatterAtLowest)) {
            return Optional.of("the range test's loss rose by more than four times what it had fallen");
        }
        return points.size() < sweep.steps() ? Optional.empty() : Optional.of("the range test tried all its rates");
    }

    /** What was measured; the steps whose loss was finite. */
    public List<Point> points() {
        return List.copyOf(points);
    }

    /** What the curve says. */
    public Finding finding() {
        if (points.isEmpty()) {
            return NoRate.UNMEASURED;
        }
        if (start - lowest > scatterAtLowest) {
            double end = points.get(points.size() - 1).smoothed();
            boolean open = points.size() == sweep.steps() && end - lowest <= scatterAtLowest;
            return Finding.of(points, start, lowest, sweep.margin(), open);
        }
        double highest = points.stream().mapToDouble(Point::smoothed).max().orElse(start);
        return points.size() < sweep.steps() || highest - start > TOO_HIGH * scatterAtLowest
                ? NoRate.ROSE
                : NoRate.FLAT;
    }

    /** The loss before it fell. */
    double start() {
        return start;
    }

    /** The lowest average. */
    double lowest() {
        return lowest;
    }
}
