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

/**
 * Beta that moves along half a cosine, level at both ends, to its final value: start + (beta − start)·½(1 − cos(π·p)) with
 * p = min(t/steps, 1), one cycle of Fu et al. 2019, "cosine".
 */
@Documented
@Part(CosineAnnealing.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface CosineAnnealing {

    /** Beta at the end of the ramp and after it. */
    @Range(min = 0, max = 1e9, unit = "reconstruction per nat")
    double beta() default 1;

    /** Length of the ramp; 0 stands for {@link #fraction}. */
    @Range(min = 0, unit = "steps")
    int steps() default 0;

    /** The part of the run in which beta moves, in place of steps; 0 stands for half if neither is given. */
    @Range(min = 0, max = 1, unit = "of the run")
    double fraction() default 0;

    /** Beta at step 0; above {@link #beta} the ramp falls. */
    @Range(min = 0, max = 1e9, unit = "reconstruction per nat")
    double initial() default 0;

    /** Takes half of the run if no length is given. */
    final class Factory implements PartFactory<CosineAnnealing, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(CosineAnnealing annotation, Facts facts) {
            return new Ramp.Shaped(
                    "cosineAnnealing",
                    RampShape.COSINE,
                    annotation.beta(),
                    annotation.initial(),
                    Ramp.steps(annotation.steps(), annotation.fraction(), facts));
        }
    }
}
