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

/** Beta that is multiplied by a constant factor at every step until its final value: a line on a logarithmic scale. */
@Documented
@Part(ExponentialAnnealing.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ExponentialAnnealing {

    /** Beta at the end of the ramp and after it. */
    @Range(min = 0, minExcluded = true, max = 1e9, unit = "reconstruction per nat")
    double beta() default 1;

    /** Length of the ramp; 0 stands for {@link #fraction}. */
    @Range(min = 0, unit = "steps")
    int steps() default 0;

    /** The part of the run in which beta moves, in place of steps; 0 stands for half if neither is given. */
    @Range(min = 0, max = 1, unit = "of the run")
    double fraction() default 0;

    /** Beta at step 0; above {@link #beta} the ramp falls. */
    @Range(min = 0, minExcluded = true, max = 1e9, unit = "reconstruction per nat")
    double initial() default 1e-3;

    /** start·(beta/start)^min(t/steps, 1). */
    record Strategy(double beta, double start, long steps) implements Ramp {

        @Override
        public double during(long step) {
            return start * Math.pow(beta / start, (double) step / steps);
        }

        @Override
        public boolean flat() {
            return start == beta;
        }

        @Override
        public String part() {
            return "exponentialAnnealing";
        }
    }

    /** Takes half of the run if no length is given. */
    final class Factory implements PartFactory<ExponentialAnnealing, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(ExponentialAnnealing annotation, Facts facts) {
            return new Strategy(
                    annotation.beta(),
                    annotation.initial(),
                    Ramp.steps(annotation.steps(), annotation.fraction(), facts));
        }
    }
}
