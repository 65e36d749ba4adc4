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
 * The importance-weighted bound of K samples in place of the ELBO: −β·ln (1/K) Σ exp(−SSEₖ/β + ln p(zₖ) − ln q(zₖ|x)), averaged
 * over examples, for a squared error with weight 1 and beta β; Burda, Grosse and Salakhutdinov 2016, section 3. The decoder has
 * the variance β/2, as it has with the ELBO. A likelihood in nats takes the place of SSE; beta 1 then gives the bound of the paper.
 * One sample gives the ELBO with a sampled KL.
 */
@Documented
@Part(ImportanceWeighted.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ImportanceWeighted {

    /** Samples K of the latents that each example has in training and in the evaluation of the bound. */
    @Range(min = 1, max = 65536, unit = "samples")
    int samples() default 8;

    /** Makes the objective. */
    final class Factory implements PartFactory<ImportanceWeighted, Objective> {

        @Override
        public Objective create(ImportanceWeighted annotation, Facts facts) {
            return new SampledBound(annotation.samples(), 1, 0, false);
        }
    }
}
