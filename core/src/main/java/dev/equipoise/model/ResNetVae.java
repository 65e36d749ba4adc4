package dev.equipoise.model;

import dev.equipoise.part.DataFacts;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Convolutions of kernel 4 and stride 2, each followed by residual layers, and their mirror. A residual layer is x + two
 * convolutions of kernel 3, with normalization and activation before each (He et al. 2016, "Identity mappings in deep
 * residual networks"). Images of any size are padded and cropped.
 */
@Documented
@Part(ResNetVae.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ResNetVae {

    /** Channels after each halving of height and width; their number is the number of halvings. */
    @Range(min = 1, max = 65536, unit = "channels")
    int[] channels() default {32, 64, 64};

    /** Residual layers after each halving, and as many before each doubling. */
    @Range(min = 1, max = 64, unit = "residual layers")
    int blocks() default 1;

    @Range(min = 1, max = 65536, unit = "latents")
    int latent() default 16;

    Activation activation() default Activation.RELU;

    /** Before each activation. */
    Normalization normalization() default Normalization.LAYER;

    /** The share of channels that is set to 0 at random at each step of training, before each halving and doubling. */
    @Range(min = 0, max = 0.95)
    double dropout() default 0;

    /** Whether each doubling of the decoder also gets the latents, as constant channels (Dieng et al. 2019). */
    boolean skip() default false;

    /** The architecture. */
    record Residuals(
            List<Integer> channels,
            int blocks,
            int latent,
            Activation activation,
            Normalization normalization,
            double dropout,
            boolean skip)
            implements Architecture {

        private static final int KERNEL = 4;
        private static final int STRIDE = 2;

        @Override
        public VaeLayers layers(DataFacts data) {
            int depth = channels.size();
            Sampling sampling =
                    Sampling.of(data, Collections.nCopies(depth, KERNEL), Collections.nCopies(depth, STRIDE));
            return new VaeLayers(encoder(data, sampling), decoder(data, sampling), latent);
        }

        private List<Layer> encoder(DataFacts data, Sampling sampling) {
            List<Layer> layers = new ArrayList<>();
            layers.add(new Reshape(data.shape()));
            for (int i = 0; i < channels.size(); i++) {
                if (dropout > 0 && i > 0) {
                    layers.add(new Dropout(dropout));
                }
                layers.addAll(sampling.down(i, channels.get(i)));
                layers.addAll(residuals(channels.get(i)));
            }
            layers.addAll(activated(dropout));
            layers.add(new Flatten());
            return layers;
        }

        private List<Layer> decoder(DataFacts data, Sampling sampling) {
            int last = channels.size() - 1;
            List<Integer> smallest = sampling.smallest(channels.get(last));
            List<Layer> layers = new ArrayList<>();
            layers.add(new Dense(Math.toIntExact(Reshape.elements(smallest))));
            layers.add(new Reshape(smallest));
            for (int i = last; i >= 0; i--) {
                layers.addAll(residuals(channels.get(i)));
                layers.addAll(activated(dropout));
                if (skip) {
                    layers.add(new Skip(latent));
                }
                layers.addAll(sampling.up(i, i == 0 ? data.shape().get(0) : channels.get(i - 1)));
            }
            layers.addAll(sampling.crop());
            layers.add(new Flatten());
            return layers;
        }

        private List<Layer> residuals(int filters) {
            List<Layer> way = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                way.addAll(activated(0));
                way.add(new Convolution(filters, 3, 1, 1));
            }
            return Collections.nCopies(blocks, new Residual(way));
        }

        private List<Layer> activated(double dropped) {
            return new Style(activation, normalization, dropped).after(List.of());
        }
    }

    /** Makes the architecture. */
    final class Factory implements PartFactory<ResNetVae, Architecture> {

        @Override
        public Architecture create(ResNetVae annotation, Facts facts) {
            if (annotation.channels().length == 0 || annotation.channels().length > 12) {
                throw new InvalidPartException(
                        "channels must have 1 to 12 elements, got " + annotation.channels().length);
            }
            annotation.normalization().check(facts);
            return new Residuals(
                    Arrays.stream(annotation.channels()).boxed().toList(),
                    annotation.blocks(),
                    annotation.latent(),
                    annotation.activation(),
                    annotation.normalization(),
                    annotation.dropout(),
                    annotation.skip());
        }
    }
}
