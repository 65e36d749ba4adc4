package dev.equipoise.local.internal.verdict;

/**
 * How much worse each example of a split is reconstructed than by the mean of the training split.
 *
 * @param mean over the examples
 * @param standardError of the mean
 * @param ofMean what the training mean itself has, per example
 * @param possible what any prediction can have less than the training mean
 * @param unit of all four
 */
public record Excess(double mean, double standardError, double ofMean, double possible, String unit) {

    private static final double STANDARD_ERRORS = 2;
    private static final double SHARE = 0.03;

    /**
     * The excess of a split.
     *
     * @param model the model's value of each example
     * @param ofMean the training mean's
     */
    public static Excess of(double[] model, double[] ofMean, double possible, String unit) {
        double mean = 0;
        double squares = 0;
        double base = 0;
        for (int i = 0; i < model.length; i++) {
            double excess = model[i] - ofMean[i];
            double deviation = excess - mean;
            mean += deviation / (i + 1);
            squares += deviation * (excess - mean);
            base += ofMean[i] / model.length;
        }
        double variance = squares / (model.length - 1);
        return new Excess(mean, Math.sqrt(variance / model.length), base, possible, unit);
    }

    /** Whether it is above chance and above 3 % of what is possible; not for a single example, whose chance is unknown. */
    boolean worse() {
        return mean > STANDARD_ERRORS * standardError && mean > SHARE * possible;
    }
}
