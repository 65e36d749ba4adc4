package dev.equipoise.schedules;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Beta along straight lines between knots: betas[i] at step at[i], constant before the first and after the last. */
@Documented
@Part(PiecewiseAnnealing.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface PiecewiseAnnealing {

    /** Beta at every knot. */
    @Range(min = 0, max = 1e9, unit = "reconstruction per nat")
    double[] betas();

    /** The step of every knot, in rising order. */
    @Range(min = 0, unit = "steps")
    int[] at();

    /** betas[i] + (betas[i+1] − betas[i])·(t − at[i])/(at[i+1] − at[i]) for the last i with at[i] ≤ t. */
    record Strategy(List<Double> betas, List<Integer> at) implements Ramp {

        public Strategy {
            betas = List.copyOf(betas);
            at = List.copyOf(at);
        }

        @Override
        public double beta() {
            return betas.get(betas.size() - 1);
        }

        @Override
        public long steps() {
            return at.get(at.size() - 1);
        }

        @Override
        public double during(long step) {
            if (step < at.get(0)) {
                return betas.get(0);
            }
            int knot = 0;
            while (at.get(knot + 1) <= step) {
                knot++;
            }
            double progress = (double) (step - at.get(knot)) / (at.get(knot + 1) - at.get(knot));
            return betas.get(knot) + (betas.get(knot + 1) - betas.get(knot)) * progress;
        }

        @Override
        public boolean flat() {
            return Set.copyOf(betas).size() == 1;
        }

        @Override
        public String part() {
            return "piecewiseAnnealing";
        }

        @Override
        public String length() {
            return "the last of piecewiseAnnealing.at";
        }

        @Override
        public String level() {
            return "the last of piecewiseAnnealing.betas";
        }
    }

    /** Checks the knots. */
    final class Factory implements PartFactory<PiecewiseAnnealing, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(PiecewiseAnnealing annotation, Facts facts) {
            double[] betas = annotation.betas();
            int[] at = annotation.at();
            List<String> problems = new ArrayList<>();
            if (at.length == 0) {
                problems.add("at must have at least one step, got none");
            }
            if (betas.length != at.length) {
                problems.add("betas must have as many elements as at (" + at.length + "), got " + betas.length
                        + ": every knot has a step and a beta");
            }
            Knots knots = Knots.checked(betas, at, problems);
            return new Strategy(knots.betas(), knots.at());
        }
    }
}
