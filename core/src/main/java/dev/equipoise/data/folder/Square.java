package dev.equipoise.data.folder;

import java.util.Arrays;

/**
 * The largest square in the middle of a picture, averaged over areas to a number of pixels.
 *
 * @param size pixels of a side
 * @param colour whether there are three channels, or one of grey
 */
record Square(int size, boolean colour) {

    /** Room for the bands of any picture. */
    private static final int BANDS = 16;

    int channels() {
        return colour ? 3 : 1;
    }

    int elements() {
        return channels() * size * size;
    }

    /**
     * Unsigned bytes, channels first.
     *
     * @param orientation of Exif, 1 to 8
     */
    byte[] of(Pixels pixels, int orientation) {
        byte[] into = new byte[elements()];
        int side = Math.min(pixels.width(), pixels.height());
        int left = (pixels.width() - side) / 2;
        int top = (pixels.height() - side) / 2;
        double step = (double) side / size;
        double[] sums = new double[3];
        int[] samples = new int[BANDS];
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                average(pixels, left, top, side, row * step, column * step, step, sums, samples);
                write(into, place(row, column, orientation), sums);
            }
        }
        return into;
    }

    /** The mean of an area, whose pixels at the edges count by the share that is inside. */
    private static void average(
            Pixels pixels, int left, int top, int side, double y, double x, double step, double[] sums, int[] samples) {
        Arrays.fill(sums, 0);
        double bottom = y + step;
        double right = x + step;
        double all = 0;
        for (int i = (int) y; i < Math.min(side, Math.ceil(bottom)); i++) {
            double height = Math.min(i + 1, bottom) - Math.max(i, y);
            for (int j = (int) x; j < Math.min(side, Math.ceil(right)); j++) {
                double weight = height * (Math.min(j + 1, right) - Math.max(j, x));
                if (weight > 0) {
                    pixels.add(left + j, top + i, weight, sums, samples);
                    all += weight;
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= all;
        }
    }

    /** Where a pixel goes when the picture is turned upright. */
    private int place(int row, int column, int orientation) {
        int last = size - 1;
        return switch (orientation) {
            case 2 -> row * size + last - column;
            case 3 -> (last - row) * size + last - column;
            case 4 -> (last - row) * size + column;
            case 5 -> column * size + row;
            case 6 -> column * size + last - row;
            case 7 -> (last - column) * size + last - row;
            case 8 -> (last - column) * size + row;
            default -> row * size + column;
        };
    }

    /** Grey is the luma of ITU-R BT.601. */
    private void write(byte[] into, int place, double[] sums) {
        if (colour) {
            for (int i = 0; i < 3; i++) {
                into[i * size * size + place] = (byte) Math.round(sums[i]);
            }
        } else {
            into[place] = (byte) Math.round(0.299 * sums[0] + 0.587 * sums[1] + 0.114 * sums[2]);
        }
    }
}
