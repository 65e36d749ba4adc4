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
import java.util.List;

/**
 * The convolutional architecture of Burgess et al. 2018 ("Understanding disentangling in beta-VAE", appendix):
 * convolutions of kernel 4 and stride 2, dense layers, and their mirror. Every convolution halves height and width;
 * images whose sides cannot be halved often enough (28x28) are padded with zeros, and the decoder's output is cropped.
 */
@Documented
@Part(ConvVae.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ConvVae {

    /** Filters of each convolution; their number is the depth. */
    @Range(min = 1, max = 65536, unit = "filters")
    int[] filters() default {32, 32, 32, 32};

    /** Units of the dense layers between convolutions and latents; may be empty. */
    @Range(min = 1, max = 65536, unit = "units")
    int[] hidden() default {256, 256};

    @Range(min = 1, max = 65536, unit = "latents")
    int latent() default 10;

    Activation activation() default Activation.RELU;

    /** The architecture. */
    record Convolutional(List<Integer> filters, List<Integer> hidden, int latent, Activation activation)
            implements Architecture {

        @Override
        public VaeLayers layers(DataFacts data) {
            if (!data.image()) {
                throw new InvalidPartException("the data must be images of shape (channels, height, width), got shape "
                        + data.shape() + "; use another architecture for tables");
            }
            int channels = data.shape().get(0);
            int height = data.shape().get(1);
            int width = data.shape().get(2);
            int padding = padding(height, width);
            int scale = 1 << filters.size();
            List<Integer> smallest = List.of(
                    filters.get(filters.size() - 1), (height + 2 * padding) / scale, (width + 2 * padding) / scale);
            int features = Math.toIntExact(Reshape.elements(smallest));
            return new VaeLayers(
                    encoder(data.shape(), padding), decoder(channels, height, width, smallest, features), latent);
        }

        /** Zeros on every side that make both sides divisible by 2 to the depth. */
        private int padding(int height, int width) {
            int scale = 1 << filters.size();
            int missing = Math.floorMod(-height, scale);
            if (missing % 2 != 0 || Math.floorMod(-width, scale) != missing) {
                throw new InvalidPartException("filters must have a depth that fits images of " + height + "x"
                        + width + ": each of " + filters.size()
                        + " convolutions halves both sides; use fewer filters or other images");
            }
            return missing / 2;
        }

        private List<Layer> encoder(List<Integer> shape, int padding) {
            List<Layer> layers = new ArrayList<>();
            layers.add(new Reshape(shape));
            for (int i = 0; i < filters.size(); i++) {
                layers.add(new Convolution(filters.get(i), 4, 2, i == 0 ? 1 + padding : 1));
                layers.add(new Activate(activation));
            }
            layers.add(new Flatten());
            for (int units : hidden) {
                layers.add(new Dense(units));
                layers.add(new Activate(activation));
            }
            return layers;
        }

        private List<Layer> decoder(int channels, int height, int width, List<Integer> smallest, int features) {
            List<Layer> layers = new ArrayList<>();
            for (int i = hidden.size() - 1; i >= 0; i--) {
                layers.add(new Dense(hidden.get(i)));
                layers.add(new Activate(activation));
            }
            layers.add(new Dense(features));
            layers.add(new Activate(activation));
            layers.add(new Reshape(smallest));
            for (int i = filters.size() - 2; i >= 0; i--) {
                layers.add(new Upsampling(filters.get(i)));
                layers.add(new Activate(activation));
            }
            layers.add(new Upsampling(channels));
            if (smallest.get(1) << filters.size() != height) {
                layers.add(new Crop(height, width));
            }
            layers.add(new Flatten());
            return layers;
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
            return new Convolutional(
                    Arrays.stream(annotation.filters()).boxed().toList(),
                    Arrays.stream(annotation.hidden()).boxed().toList(),
                    annotation.latent(),
                    annotation.activation());
        }
    }
}
