package dev.equipoise.losses;

import dev.equipoise.objective.Objective;
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
 * The importance-weighted bound of K samples, with the doubly reparameterized gradient of Tucker et al. 2019 for the
 * encoder: the squares of the normalised weights times the gradient of each log-weight by its sample. Its mean is that of the
 * plain gradient, and its noise does not outgrow its signal as K rises. The weights cost one more forward pass.
 */
@Documented
@Part(DoublyReparameterized.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface DoublyReparameterized {

    /** Samples K of the latents that each example has in training and in the evaluation of the bound. */
    @Range(min = 1, max = 65536, unit = "samples")
    int samples() default 8;

    /** Makes the objective. */
    final class Factory implements PartFactory<DoublyReparameterized, Objective> {

        @Override
        public Objective create(DoublyReparameterized annotation, Facts facts) {
            return new SampledBound(annotation.samples(), 1, 0, true);
        }
    }
}
