package dev.equipoise.data;

/**
 * Means and standard deviations (over n, not n - 1) of the observed values of groups of neighbouring elements, by
 * Welford's update (1962) in double; those of equal values are exactly 0.
 */
record Moments(double[] means, double[] deviations) {

    /** @param groupSize neighbouring elements that make one group; divides the elements of a datum */
    static Moments of(Split split, int groupSize) {
        int groups = split.elements() / groupSize;
        double[] means = new double[groups];
        double[] squares = new double[groups];
        long[] counts = new long[groups];
        split.forEachExact((n, row) -> {
            for (int group = 0; group < groups; group++) {
                double mean = means[group];
                double square = squares[group];
                long count = counts[group];
                for (int i = group * groupSize; i < (group + 1) * groupSize; i++) {
                    if (!Double.isNaN(row[i])) {
                        double deviation = row[i] - mean;
                        mean += deviation / ++count;
                        square += deviation * (row[i] - mean);
                    }
                }
                means[group] = mean;
                squares[group] = square;
                counts[group] = count;
            }
        });
        for (int group = 0; group < groups; group++) {
            squares[group] = Math.sqrt(squares[group] / Math.max(1, counts[group]));
        }
        return new Moments(means, squares);
    }
}
