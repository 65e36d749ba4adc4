package dev.equipoise.data.preprocessing;

import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.part.DataFacts;
import java.util.Arrays;

/**
 * Cuts or widens images to a size, the same on both sides of each axis; an odd pixel is cut or added below and on the
 * right. Pixels that an image does not have are filled, also when the step is undone.
 *
 * @param height before the step
 * @param width before the step
 * @param newHeight after it
 * @param newWidth after it
 * @param fill value of pixels that are added
 */
record Frame(int channels, int height, int width, int newHeight, int newWidth, double fill)
        implements FittedPreprocessing {

    /** From the size that images have to another; black fills what is added. */
    static Frame of(DataFacts facts, int height, int width) {
        return new Frame(
                facts.shape().get(0),
                facts.shape().get(1),
                facts.shape().get(2),
                height,
                width,
                Images.background(facts));
    }

    @Override
    public float[] apply(float[] values) {
        return framed(values, height, width, newHeight, newWidth);
    }

    @Override
    public float[] undo(float[] values) {
        return framed(values, newHeight, newWidth, height, width);
    }

    private float[] framed(float[] values, int oldRows, int oldColumns, int rows, int columns) {
        int top = offset(oldRows, rows);
        int left = offset(oldColumns, columns);
        return Images.map(
                values, channels * oldRows * oldColumns, channels * rows * columns, (from, at, into, intoAt) -> {
                    Arrays.fill(into, intoAt, intoAt + channels * rows * columns, (float) fill);
                    for (int c = 0; c < channels; c++) {
                        for (int y = Math.max(0, -top); y < Math.min(rows, oldRows - top); y++) {
                            int x = Math.max(0, -left);
                            System.arraycopy(
                                    from,
                                    at + (c * oldRows + y + top) * oldColumns + x + left,
                                    into,
                                    intoAt + (c * rows + y) * columns + x,
                                    Math.min(columns, oldColumns - left) - x);
                        }
                    }
                });
    }

    /** The first kept pixel of the old side; negative if pixels are added before it. */
    private static int offset(int old, int side) {
        return old >= side ? (old - side) / 2 : -((side - old) / 2);
    }
}
