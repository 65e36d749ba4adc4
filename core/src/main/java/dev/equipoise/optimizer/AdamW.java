package dev.equipoise.optimizer;

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
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2): before the update, every parameter is
 * multiplied by 1 − learningRate·weightDecay, as in PyTorch. The decay is not part of the gradient, so it is neither
 * clipped nor scaled by the moments. It acts on all parameters, including biases.
 */
@Documented
@Part(AdamW.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface AdamW {

    /** Decay of the parameters per unit of learning rate and step. */
    @Range(min = 0, max = 1, unit = "per unit of learning rate")
    double weightDecay() default 0.01;

    /** Decay of the first moment. */
    @Range(min = 0, max = 0.999999)
    double beta1() default 0.9;

    /** Decay of the second moment. */
    @Range(min = 0, max = 0.999999999)
    double beta2() default 0.999;

    /** Added to the root of the second moment. */
    @Range(min = 0, minExcluded = true, max = 1)
    double epsilon() default 1e-8;

    /** Gradients longer than this are scaled down to it; infinite for no clipping. */
    @Range(min = 0, minExcluded = true, unit = "loss per unit of parameter")
    double clipNorm() default Double.POSITIVE_INFINITY;

    /** Makes the optimizer. */
    final class Factory implements PartFactory<AdamW, Optimizer> {

        @Override
        public Optimizer create(AdamW annotation, Facts facts) {
            return new AdamSettings(
                    annotation.beta1(),
                    annotation.beta2(),
                    annotation.epsilon(),
                    annotation.clipNorm(),
                    annotation.weightDecay());
        }
    }
}
