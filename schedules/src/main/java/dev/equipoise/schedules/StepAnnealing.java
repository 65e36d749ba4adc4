package dev.equipoise.schedules;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.part.Stateless;
import dev.equipoise.schedules.internal.SharedWarnings;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;

/** Beta that is constant in stages: betas[0] at first, and betas[i + 1] from step at[i] on. */
@Documented
@Part(StepAnnealing.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface StepAnnealing {

    /** Beta of every stage, one more than {@link #at}. */
    @Range(min = 0, max = 1e9, unit = "reconstruction per nat")
    double[] betas();

    /** The first step of every stage but the first, in rising order. */
    @Range(min = 1, unit = "steps")
    int[] at();

    /** The stage's beta. */
    record Strategy(List<Double> betas, List<Integer> at) implements ScheduledBeta {

        public Strategy {
            betas = List.copyOf(betas);
            at = List.copyOf(at);
        }

        @Override
        public double at(long step) {
            int stage = 0;
            while (stage < at.size() && at.get(stage) <= step) {
                stage++;
            }
            return betas.get(stage);
        }

        @Override
        public boolean settled(long step, Stateless state) {
            return at.isEmpty() || step >= last();
        }

        @Override
        public List<String> foresee(Facts facts) {
            long total = facts.totalSteps();
            List<String> warnings = new ArrayList<>(Ramp.endsAtZero(at(total - 1), "the last of stepAnnealing.betas"));
            if (!at.isEmpty() && last() >= total) {
                warnings.add(
                        "the last stage begins at step " + last() + ", and the run has " + SharedWarnings.steps(total)
                                + ": beta ends at " + (float) at(total - 1) + ", not at "
                                + betas.get(betas.size() - 1).floatValue() + "; set the last of stepAnnealing.at below "
                                + total);
            }
            return warnings;
        }

        private int last() {
            return at.get(at.size() - 1);
        }
    }

    /** Checks the stages. */
    final class Factory implements PartFactory<StepAnnealing, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(StepAnnealing annotation, Facts facts) {
            double[] betas = annotation.betas();
            int[] at = annotation.at();
            List<String> problems = new ArrayList<>();
            if (betas.length != at.length + 1) {
                problems.add("betas must have one more element than at (" + at.length + "), got " + betas.length
                        + ": the first beta applies from step 0");
            }
            Knots knots = Knots.checked(betas, at, problems);
            return new Strategy(knots.betas(), knots.at());
        }
    }
}
