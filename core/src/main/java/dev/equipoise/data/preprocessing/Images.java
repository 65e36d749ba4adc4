package dev.equipoise.data.preprocessing;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import java.util.List;

/** Images as rows of (channels, height, width). */
final class Images {

    private Images() {}

    /** Refuses data that are not images. */
    static void check(DataFacts facts, String step) {
        if (!facts.image()) {
            throw new InvalidPartException(
                    "@" + step + " must be used with images, got data of the shape " + facts.shape());
        }
    }

    static DataFacts resized(DataFacts facts, int channels, int height, int width) {
        return facts.withShape(List.of(channels, height, width));
    }

    /** What fills pixels that an image does not have: the least of the declared range, which is black; else 0. */
    static double background(DataFacts facts) {
        return facts.range().map(range -> range.min()).orElse(0.0);
    }

    /** What maps one image. */
    interface Change {

        void change(float[] from, int at, float[] into, int intoAt);
    }

    /** Maps images one after the other. */
    static float[] map(float[] values, int elements, int changedElements, Change change) {
        int count = values.length / elements;
        float[] changed = new float[count * changedElements];
        for (int n = 0; n < count; n++) {
            change.change(values, n * elements, changed, n * changedElements);
        }
        return changed;
    }
}
