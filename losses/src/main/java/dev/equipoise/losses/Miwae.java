package dev.equipoise.losses;

import dev.equipoise.objective.Objective;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mean of the importance-weighted bounds of several groups of samples: MIWAE, Rainforth et al. 2018. More samples in a
 * group tighten the bound; more groups lower the noise of the gradient. As many groups as samples give the ELBO.
 */
@Documented
@Part(Miwae.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Miwae {

    /** Samples K of the latents that each example has in training and in the evaluation of the bound. */
    @Range(min = 1, max = 65536, unit = "samples")
    int samples() default 8;

    /** Groups of equal size that the samples are divided into; a divisor of the samples. */
    @Range(min = 1, max = 65536, unit = "groups")
    int groups() default 2;

    /** Makes the objective. */
    final class Factory implements PartFactory<Miwae, Objective> {

        @Override
        public Objective create(Miwae annotation, Facts facts) {
            if (annotation.samples() % annotation.groups() != 0) {
                throw new InvalidPartException("groups must divide the " + annotation.samples() + " samples, got "
                        + annotation.groups() + "; every group must have as many");
            }
            return new SampledBound(annotation.samples(), annotation.groups(), 0, false);
        }
    }
}
