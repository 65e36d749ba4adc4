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

    /** Of the hidden layers, before their activation. */
    Normalization normalization() default Normalization.NONE;

    /** The share of hidden units that is set to 0 at random at each step of training. */
    @Range(min = 0, max = 0.95)
    double dropout() default 0;

    /** Whether every layer of the decoder also gets the latents (Dieng et al. 2019). */
    boolean skip() default false;

    /** The architecture. */
    record Mlp(
            List<Integer> hidden,
            int latent,
            Activation activation,
            Normalization normalization,
            double dropout,
            boolean skip)
            implements Architecture {

        /** Dense layers and activations alone. */
        public Mlp(List<Integer> hidden, int latent, Activation activation) {
            this(hidden, latent, activation, Normalization.NONE, 0, false);
        }

        @Override
        public VaeLayers layers(DataFacts data) {
            Style style = new Style(activation, normalization, dropout);
            List<Layer> encoder = new ArrayList<>();
            List<Layer> decoder = new ArrayList<>();
            hidden.forEach(units -> encoder.addAll(style.after(new Dense(units))));
            for (int i = hidden.size() - 1; i >= 0; i--) {
                skip(decoder);
                decoder.addAll(style.after(new Dense(hidden.get(i))));
            }
            skip(decoder);
            decoder.add(new Dense(data.elements()));
            return new VaeLayers(encoder, decoder, latent);
        }

        private void skip(List<Layer> decoder) {
            if (skip && !decoder.isEmpty()) {
                decoder.add(new Skip(latent));
            }
        }
    }

    /** Makes the architecture. */
    final class Factory implements PartFactory<MlpVae, Architecture> {

        @Override
        public Architecture create(MlpVae annotation, Facts facts) {
            List<Integer> hidden = Arrays.stream(annotation.hidden()).boxed().toList();
            annotation.normalization().check(facts);
            return new Mlp(
                    hidden,
                    annotation.latent(),
                    annotation.activation(),
                    annotation.normalization(),
                    annotation.dropout(),
                    annotation.skip());
        }
    }
}
