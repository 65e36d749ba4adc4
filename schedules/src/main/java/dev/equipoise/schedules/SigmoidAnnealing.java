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

/** Beta that rises along the logistic function, in one of its published forms, to its final value. */
@Documented
@Part(SigmoidAnnealing.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SigmoidAnnealing {

    /** Beta at the end of the ramp and after it. */
    @Range(min = 0, max = 1e9, unit = "per nat")
    double beta() default 1;

    /** Length of the ramp; 0 stands for half of the run. */
    @Range(min = 0, unit = "steps")
    int steps() default 0;

    /** Which logistic function; they differ in steepness and in what they leave out at the ends. */
    Form form() default Form.STRETCHED;

    /** The logistic functions in use, as functions of the ramp's progress p. */
    enum Form {
        /** Between −6 and 6, stretched to start at exactly 0 and to end at exactly 1. */
        STRETCHED {
            @Override
            double at(double progress) {
                return RampShape.SIGMOID.at(progress);
            }
        },
        /** 1/(1 + exp(6 − 12p)): Fu et al. 2019. Starts at 0.0025 and jumps by as much at the end. */
        FU {
            @Override
            double at(double progress) {
                return 1 / (1 + Math.exp(6 - 12 * progress));
            }
        },
        /** 1/(1 + exp(5 − 10p)): Bowman et al. 2016 as in the code of ControlVAE. Starts at 0.0067 and jumps by as much. */
        BOWMAN {
            @Override
            double at(double progress) {
                return 1 / (1 + Math.exp(5 - 10 * progress));
            }
        };

        /** The height at this progress, both in [0, 1]. */
        abstract double at(double progress);
    }

    /** beta·form(t/steps) while t &lt; steps, then beta. */
    record Strategy(double beta, Form form, long steps) implements Ramp {

        @Override
        public double during(double progress) {
            return beta * form.at(progress);
        }

        @Override
        public String key() {
            return "sigmoidAnnealing.steps";
        }
    }

    /** Takes half of the run where no length is given. */
    final class Factory implements PartFactory<SigmoidAnnealing, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(SigmoidAnnealing annotation, Facts facts) {
            return new Strategy(annotation.beta(), annotation.form(), Ramp.steps(annotation.steps(), facts));
        }
    }
}
