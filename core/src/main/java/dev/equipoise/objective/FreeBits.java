package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
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
 * Divergence that costs nothing up to a floor: weight times max(divergence, nats). Below the floor the price has no
 * gradient, so latents are not pushed to the prior. Kingma et al. 2016, appendix C.8.
 */
@Documented
@Part(FreeBits.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface FreeBits {

    /** The floor: of each single latent for {@link Kind#PER_LATENT}, of the sum over latents for the other kinds. */
    @Range(min = 0, minExcluded = true, max = 1e6, unit = "nats")
    double nats();

    /** Where the floor applies. */
    Kind kind() default Kind.PER_LATENT;

    /** Where the floor applies: the axes that are left when the maximum is taken. */
    enum Kind {
        /** The batch mean of each latent, so that M latents have M·nats free. This is the kind in the paper. */
        PER_LATENT(Grain.LATENT),
        /** The batch mean of the sum over latents. */
        TOTAL(Grain.BATCH),
        /** The sum over latents of each single example. */
        PER_EXAMPLE(Grain.EXAMPLE);

        private final Grain grain;

        Kind(Grain grain) {
            this.grain = grain;
        }
    }

    /** Weight·max(measure, nats), elementwise. */
    record Shape(double nats, Kind kind) implements Penalty {

        @Override
        public Grain grain() {
            return kind.grain;
        }

        @Override
        public double freeNats(int latents) {
            return kind == Kind.PER_LATENT ? latents * nats : nats;
        }

        @Override
        public NDArray apply(NDArray measure, Price price, Batch batch) {
            Constants constants = batch.constants();
            return measure.maximum(constants.fixed(nats)).mul(constants.moving(price.weight()));
        }
    }

    /** Makes the shape. */
    final class Factory implements PartFactory<FreeBits, Penalty> {

        @Override
        public Penalty create(FreeBits annotation, Facts facts) {
            return new Shape(annotation.nats(), annotation.kind());
        }
    }
}
