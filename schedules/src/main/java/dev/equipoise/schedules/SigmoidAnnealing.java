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
 * Beta that moves along the logistic function, in one of its published forms, to its final value: start +
 * (beta − start)·form(t/steps) while t &lt; steps, then beta.
 */
@Documented
@Part(SigmoidAnnealing.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SigmoidAnnealing {

    /** Beta at the end of the ramp and after it. */
    @Range(min = 0, max = 1e9, unit = "reconstruction per nat")
    double beta() default 1;

    /** Length of the ramp; 0 stands for {@link #fraction}. */
    @Range(min = 0, unit = "steps")
    int steps() default 0;

    /** The part of the run in which beta moves, in place of steps; 0 stands for half if neither is given. */
    @Range(min = 0, max = 1, unit = "of the run")
    double fraction() default 0;

    /** Beta at step 0, or a little off it for the published forms; above {@link #beta} the ramp falls. */
    @Range(min = 0, max = 1e9, unit = "reconstruction per nat")
    double initial() default 0;

    /** The logistic function. The functions differ in steepness and in the gaps at their ends. */
    Form form() default Form.STRETCHED;

    /** The logistic functions in use. */
    enum Form {
        /** Between −6 and 6, stretched to reach both ends exactly. */
        STRETCHED(RampShape.SIGMOID),
        /** Between −6 and 6: Fu et al. 2019. */
        FU(RampShape.SIGMOID_FU),
        /** Between −5 and 5: Bowman et al. 2016 in the code of ControlVAE. */
        BOWMAN(RampShape.SIGMOID_BOWMAN);

        private final RampShape shape;

        Form(RampShape shape) {
            this.shape = shape;
        }
    }

    /** Takes half of the run if no length is given. */
    final class Factory implements PartFactory<SigmoidAnnealing, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(SigmoidAnnealing annotation, Facts facts) {
            return new Ramp.Shaped(
                    "sigmoidAnnealing",
                    annotation.form().shape,
                    annotation.beta(),
                    annotation.initial(),
                    Ramp.steps(annotation.steps(), annotation.fraction(), facts));
        }
    }
}
