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
 * Convolutions, dense layers, and their mirror; by default those of Burgess et al. 2018 ("Understanding disentangling in
 * beta-VAE", appendix), of kernel 4 and stride 2. Images of any size are padded with zeros, each side by itself, to a
 * size that the strides divide, and the decoder's output is cropped.
 */
@Documented
@Part(ConvVae.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ConvVae {

    /** Filters of each convolution; their number is the depth. */
    @Range(min = 1, max = 65536, unit = "filters")
    int[] filters() default {32, 32, 32, 32};

    /** Side of the square kernel of each convolution, or of all; at least the stride. */
    @Range(min = 1, max = 64, unit = "pixels")
    int[] kernels() default {4};

    /** What each convolution divides height and width by, or all. */
    @Range(min = 1, max = 64, unit = "pixels")
    int[] strides() default {2};

    /** Units of the dense layers between convolutions and latents; may be empty. */
    @Range(min = 1, max = 65536, unit = "units")
    int[] hidden() default {256, 256};

    @Range(min = 1, max = 65536, unit = "latents")
    int latent() default 10;

    Activation activation() default Activation.RELU;

    /** Of the hidden layers, before their activation. */
    Normalization normalization() default Normalization.NONE;

    /** The share of hidden units and channels that is set to 0 at random at each step of training. */
    @Range(min = 0, max = 0.95)
    double dropout() default 0;

    /** Whether every layer of the decoder also gets the latents (Dieng et al. 2019), images as constant channels. */
    boolean skip() default false;

    /** The architecture. */
    record Convolutional(
            List<Integer> filters,
            List<Integer> kernels,
            List<Integer> strides,
            List<Integer> hidden,
            int latent,
            Activation activation,
            Normalization normalization,
            double dropout,
            boolean skip)
            implements Architecture {

        /** Convolutions of kernel 4 and stride 2, dense layers and activations alone. */
        public Convolutional(List<Integer> filters, List<Integer> hidden, int latent, Activation activation) {
            this(filters, List.of(4), List.of(2), hidden, latent, activation, Normalization.NONE, 0, false);
        }

        @Override
        public VaeLayers layers(DataFacts data) {
            Sampling sampling = Sampling.of(data, ofEach("kernels", kernels), ofEach("strides", strides));
            Style style = new Style(activation, normalization, dropout);
            return new VaeLayers(encoder(data, sampling, style), decoder(data, sampling, style), latent);
        }

        private List<Integer> ofEach(String name, List<Integer> numbers) {
            if (numbers.size() != 1 && numbers.size() != filters.size()) {
                throw new InvalidPartException(name + " must have 1 element or as many as filters, " + filters.size()
                        + ", got " + numbers.size());
            }
            return numbers.size() == 1 ? Collections.nCopies(filters.size(), numbers.get(0)) : numbers;
        }

        private List<Layer> encoder(DataFacts data, Sampling sampling, Style style) {
            List<Layer> layers = new ArrayList<>();
            layers.add(new Reshape(data.shape()));
            for (int i = 0; i < filters.size(); i++) {
                layers.addAll(style.after(sampling.down(i, filters.get(i))));
            }
            layers.add(new Flatten());
            hidden.forEach(units -> layers.addAll(style.after(new Dense(units))));
            return layers;
        }

        private List<Layer> decoder(DataFacts data, Sampling sampling, Style style) {
            int last = filters.size() - 1;
            List<Integer> smallest = sampling.smallest(filters.get(last));
            List<Layer> layers = new ArrayList<>();
            for (int i = hidden.size() - 1; i >= 0; i--) {
                skip(layers);
                layers.addAll(style.after(new Dense(hidden.get(i))));
            }
            skip(layers);
            layers.addAll(style.after(new Dense(Math.toIntExact(Reshape.elements(smallest)))));
            layers.add(new Reshape(smallest));
            for (int i = last; i > 0; i--) {
                skip(layers);
                layers.addAll(style.after(sampling.up(i, filters.get(i - 1))));
            }
            skip(layers);
            layers.addAll(sampling.up(0, data.shape().get(0)));
            layers.addAll(sampling.crop());
            layers.add(new Flatten());
            return layers;
        }

        private void skip(List<Layer> decoder) {
            if (skip && !decoder.isEmpty()) {
                decoder.add(new Skip(latent));
            }
        }
    }

    /** Makes the architecture. */
    final class Factory implements PartFactory<ConvVae, Architecture> {

        @Override
        public Architecture create(ConvVae annotation, Facts facts) {
            if (annotation.filters().length == 0 || annotation.filters().length > 12) {
                throw new InvalidPartException(
                        "filters must have 1 to 12 elements, got " + annotation.filters().length);
            }
            annotation.normalization().check(facts);
            return new Convolutional(
                    list(annotation.filters()),
                    list(annotation.kernels()),
                    list(annotation.strides()),
                    list(annotation.hidden()),
                    annotation.latent(),
                    annotation.activation(),
                    annotation.normalization(),
                    annotation.dropout(),
                    annotation.skip());
        }

        private static List<Integer> list(int[] numbers) {
            return Arrays.stream(numbers).boxed().toList();
        }
    }
}
