package dev.equipoise.data.preprocessing;

/**
 * Weights by which the pixels of a side become those of another. Each row of weights sums to 1.
 *
 * @param first the first old pixel of each new one
 * @param weights of the old pixels of each new one
 */
record Resampling(int[] first, double[][] weights) {

    static Resampling of(int old, int side) {
        double scale = (double) old / side;
        double reach = Math.max(scale, 1);
        int[] first = new int[side];
        double[][] weights = new double[side][];
        for (int i = 0; i < side; i++) {
            double centre = (i + 0.5) * scale;
            int from = Math.max(0, (int) Math.floor(centre - reach));
            int to = Math.min(old, (int) Math.ceil(centre + reach));
            double[] row = new double[to - from];
            double sum = 0;
            for (int j = from; j < to; j++) {
                row[j - from] = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / reach);
                sum += row[j - from];
            }
            for (int j = 0; j < row.length; j++) {
                row[j] /= sum;
            }
            first[i] = from;
            weights[i] = row;
        }
        return new Resampling(first, weights);
    }

    /** Resamples one line of pixels that lie some steps apart. */
    void apply(float[] from, int at, int step, float[] into, int intoAt, int intoStep) {
        for (int i = 0; i < first.length; i++) {
            double sum = 0;
            for (int j = 0; j < weights[i].length; j++) {
                sum += weights[i][j] * from[at + (first[i] + j) * step];
            }
            into[intoAt + i * intoStep] = (float) sum;
        }
    }
}
