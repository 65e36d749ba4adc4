package dev.equipoise.model;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions that divide the sides of images, each by its stride, and their mirror. The images are padded with zeros,
 * each side by itself, to a size that the strides divide; the mirror's output is cropped.
 *
 * @param kernels sides of the square kernels, in the encoder's order
 * @param strides as many, at most as large as the kernels
 * @param image shape (channels, height, width)
 */
record Sampling(List<Integer> kernels, List<Integer> strides, List<Integer> image) {

    private static final int MOST = 1 << 16;

    Sampling {
        long scale = strides.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> Math.min(a * b, 2L * MOST));
        if (scale > MOST) {
            throw new InvalidPartException(
                    "strides must divide the sides of images by at most " + MOST + " in all, got " + strides);
        }
        for (int i = 0; i < kernels.size(); i++) {
            if (kernels.get(i) < strides.get(i)) {
                throw new InvalidPartException("kernels must be at least as large as their strides, got kernel "
                        + kernels.get(i) + " with stride " + strides.get(i));
            }
        }
    }

    /** @throws InvalidPartException if the data are no images, or cannot be sampled so */
    static Sampling of(DataFacts data, List<Integer> kernels, List<Integer> strides) {
        if (!data.image()) {
            throw new InvalidPartException("the data must be images of shape (channels, height, width), got shape "
                    + data.shape() + "; use another architecture for tables");
        }
        return new Sampling(kernels, strides, data.shape());
    }

    private int padded(int side) {
        int scale = strides.stream().reduce(1, (a, b) -> a * b);
        return side + Math.floorMod(-side, scale);
    }

    /** The shape of the last convolution's output. */
    List<Integer> smallest(int filters) {
        int scale = strides.stream().reduce(1, (a, b) -> a * b);
        return List.of(filters, padded(image.get(1)) / scale, padded(image.get(2)) / scale);
    }

    /** The convolution with this index, and the zeros around its input. */
    List<Layer> down(int index, int filters) {
        int kernel = kernels.get(index);
        int stride = strides.get(index);
        int start = (kernel - stride) / 2;
        int end = kernel - stride - start;
        int above = index == 0 ? padded(image.get(1)) - image.get(1) : 0;
        int beside = index == 0 ? padded(image.get(2)) - image.get(2) : 0;
        Pad pad = new Pad(start + above / 2, end + (above + 1) / 2, start + beside / 2, end + (beside + 1) / 2);
        return pad.even()
                ? List.of(new Convolution(filters, kernel, stride, pad.top()))
                : List.of(pad, new Convolution(filters, kernel, stride, 0));
    }

    /** The mirror of the convolution with this index, which multiplies the sides by its stride. */
    List<Layer> up(int index, int filters) {
        int kernel = kernels.get(index);
        int stride = strides.get(index);
        if (kernel == 4 && stride == 2) {
            return List.of(new Upsampling(filters));
        }
        int end = (kernel - stride) / 2;
        int start = kernel - 1 - end;
        List<Layer> layers = new ArrayList<>();
        if (stride > 1) {
            layers.add(new Stretch(stride));
        }
        if (start != end) {
            layers.add(new Pad(start, end, start, end));
        }
        layers.add(new Convolution(filters, kernel, 1, start == end ? start : 0));
        return layers;
    }

    /** Cuts the mirror's output to the size of the images. */
    List<Layer> crop() {
        int height = image.get(1);
        int width = image.get(2);
        return padded(height) == height && padded(width) == width ? List.of() : List.of(new Crop(height, width));
    }
}
