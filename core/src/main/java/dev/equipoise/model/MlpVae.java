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

/** Dense layers with an activation between them; the decoder mirrors the encoder. */
@Documented
@Part(MlpVae.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface MlpVae {

    /** Units of the encoder's hidden layers, in order. */
    @Range(min = 1, max = 65536, unit = "units")
    int[] hidden() default {400};

    @Range(min = 1, max = 65536, unit = "latents")
    int latent() default 16;

    Activation activation() default Activation.RELU;

    /** The architecture. */
    record Mlp(List<Integer> hidden, int latent, Activation activation) implements Architecture {

        @Override
        public VaeLayers layers(DataFacts data) {
            List<Layer> encoder = new ArrayList<>();
            List<Layer> decoder = new ArrayList<>();
            for (int units : hidden) {
                encoder.addAll(List.of(new Dense(units), new Activate(activation)));
                decoder.addAll(0, List.of(new Dense(units), new Activate(activation)));
            }
            decoder.add(new Dense(data.elements()));
            return new VaeLayers(encoder, decoder, latent);
        }
    }

    /** Makes the architecture. */
    final class Factory implements PartFactory<MlpVae, Architecture> {

        @Override
        public Architecture create(MlpVae annotation, Facts facts) {
            List<Integer> hidden = Arrays.stream(annotation.hidden()).boxed().toList();
            return new Mlp(hidden, annotation.latent(), annotation.activation());
        }
    }
}
