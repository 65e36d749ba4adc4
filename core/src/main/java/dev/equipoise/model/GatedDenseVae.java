package dev.equipoise.model;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Dense layers with gates, h = (W·x + b)·sigmoid(V·x + c); the decoder mirrors the encoder. The network of Tomczak and
 * Welling 2018 ("VAE with a VampPrior", section 5.1), with its sizes.
 */
@Documented
@Part(GatedDenseVae.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface GatedDenseVae {

    /** Units of the encoder's gated layers, in order. */
    @Range(min = 1, max = 65536, unit = "units")
    int[] hidden() default {300, 300};

    @Range(min = 1, max = 65536, unit = "latents")
    int latent() default 40;

    /** The architecture. */
    record Gated(List<Integer> hidden, int latent) implements Architecture {

        @Override
        public VaeLayers layers(DataFacts data) {
            List<Layer> encoder = new ArrayList<>();
            List<Layer> decoder = new ArrayList<>();
            for (int units : hidden) {
                encoder.add(new GatedDense(units));
                decoder.add(0, new GatedDense(units));
            }
            decoder.add(new Dense(data.elements()));
            return new VaeLayers(encoder, decoder, latent);
        }
    }

    /** Makes the architecture. */
    final class Factory implements PartFactory<GatedDenseVae, Architecture> {

        @Override
        public Architecture create(GatedDenseVae annotation, Facts facts) {
            return new Gated(Arrays.stream(annotation.hidden()).boxed().toList(), annotation.latent());
        }
    }
}
