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
 * Adam (Kingma and Ba 2015, algorithm 1 in the order of section 2's last paragraph), after clipping by the global norm
 * (Pascanu et al. 2013). The default optimizer. Its moments are keyed by the path of the parameter.
 */
@Documented
@Part(Adam.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Adam {

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
    final class Factory implements PartFactory<Adam, Optimizer> {

        @Override
        public Optimizer create(Adam annotation, Facts facts) {
            return new AdamSettings(
                    annotation.beta1(), annotation.beta2(), annotation.epsilon(), annotation.clipNorm());
        }
    }
}
