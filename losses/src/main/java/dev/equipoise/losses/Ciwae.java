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
 * A mixture of the ELBO, averaged over K samples, and of their importance-weighted bound: CIWAE, Rainforth et al. 2018. The
 * ELBO part keeps up the gradient of the encoder, whose ratio of signal to noise falls with K in the bound.
 */
@Documented
@Part(Ciwae.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Ciwae {

    /** Samples K of the latents that each example has in training and in the evaluation of the bound. */
    @Range(min = 1, max = 65536, unit = "samples")
    int samples() default 8;

    /** Share of the ELBO; the bound has the rest. */
    @Range(min = 0, max = 1)
    double share() default 0.5;

    /** Makes the objective. */
    final class Factory implements PartFactory<Ciwae, Objective> {

        @Override
        public Objective create(Ciwae annotation, Facts facts) {
            return new SampledBound(annotation.samples(), 1, annotation.share(), false);
        }
    }
}
