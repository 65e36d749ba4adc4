package dev.equipoise.data.augmentation;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;

/** Places in a row of (channels, height, width). */
record Pixels(int channels, int height, int width) {

    /** Those of images; other data are refused. */
    static Pixels of(DataFacts facts, String augmentation) {
        if (!facts.image()) {
            throw new InvalidPartException(
                    "@" + augmentation + " must be used with images, got data of the shape " + facts.shape());
        }
        return new Pixels(
                facts.shape().get(0), facts.shape().get(1), facts.shape().get(2));
    }

    /** Where a pixel comes from. */
    interface Origin {

        int of(int y, int x);
    }

    /** Moves the pixels of every channel alike. */
    float[] moved(float[] row, Origin origin) {
        float[] moved = new float[row.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int from = origin.of(y, x);
                for (int c = 0; c < channels; c++) {
                    moved[at(c, y, x)] = row[c * height * width + from];
                }
            }
        }
        return moved;
    }

    int at(int channel, int y, int x) {
        return (channel * height + y) * width + x;
    }

    /** The pixel of the first channel that is nearest to a place. */
    int nearest(int y, int x) {
        return at(0, Math.min(Math.max(y, 0), height - 1), Math.min(Math.max(x, 0), width - 1));
    }
}
