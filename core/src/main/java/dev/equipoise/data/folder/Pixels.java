package dev.equipoise.data.folder;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Optional;

/**
 * The pixels of a decoded picture as bytes of red, green and blue. Samples of other widths are scaled to 8 bits, and what
 * is transparent shows white. Samples are taken as they are: Java's own conversion would brighten grey, and colour
 * profiles are ignored.
 */
final class Pixels {

    private static final int WHITE = 255;

    private final Raster raster;
    private final ColorModel model;
    private final int bands;
    private final boolean alpha;

    private Pixels(BufferedImage image) {
        raster = image.getRaster();
        model = image.getColorModel();
        bands = raster.getNumBands();
        alpha = model.hasAlpha() && (bands == 2 || bands == 4);
    }

    /** The pixels; empty if their colours are neither grey nor red, green and blue. */
    static Optional<Pixels> of(BufferedImage image) {
        int space = image.getColorModel().getColorSpace().getType();
        boolean known = space == ColorSpace.TYPE_RGB || space == ColorSpace.TYPE_GRAY;
        return known ? Optional.of(new Pixels(image)) : Optional.empty();
    }

    int width() {
        return raster.getWidth();
    }

    int height() {
        return raster.getHeight();
    }

    /** Adds a pixel's red, green and blue, times a weight. */
    void add(int x, int y, double weight, double[] sums, int[] samples) {
        if (model instanceof IndexColorModel palette) {
            int colour = palette.getRGB(raster.getSample(x, y, 0));
            double opaque = (colour >>> 24) / 255.0;
            for (int i = 0; i < 3; i++) {
                sums[i] += weight * over(colour >> (16 - 8 * i) & 0xff, opaque);
            }
            return;
        }
        raster.getPixel(x, y, samples);
        double opaque = alpha ? scaled(samples, bands - 1) / 255 : 1;
        for (int i = 0; i < 3; i++) {
            sums[i] += weight * over(scaled(samples, bands < 3 ? 0 : i), opaque);
        }
    }

    private double scaled(int[] samples, int band) {
        int bits = raster.getSampleModel().getSampleSize(band);
        return bits == 8 ? samples[band] : samples[band] * 255.0 / ((1 << bits) - 1);
    }

    private static double over(double value, double opaque) {
        return opaque == 1 ? value : opaque * value + (1 - opaque) * WHITE;
    }
}
