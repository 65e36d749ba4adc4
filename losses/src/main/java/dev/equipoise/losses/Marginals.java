package dev.equipoise.losses;

import dev.equipoise.data.Split;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoublePredicate;

/** What splits have if each element is predicted by one number that is the same for all examples. */
final class Marginals {

    private Marginals() {}

    /**
     * The mean of every element with half an example added to its sum, as Jeffreys' prior has it; length N.
     *
     * @param more examples added to their number: as many halves as an element has outcomes, 0 if it may be any count
     */
    static double[] smoothed(Split training, double more) {
        double[] means = training.means();
        double[] observed = training.observed();
        Arrays.setAll(means, i -> (means[i] * observed[i] + 0.5) / (observed[i] + more));
        return means;
    }

    /**
     * The value of every example, summed over the elements that it has.
     *
     * @param predictions one for each element
     * @param value of an element under its prediction
     */
    static double[] ofExamples(Split split, double[] predictions, DoubleBinaryOperator value) {
        double[] sums = new double[split.examples()];
        split.forEach((n, row) -> {
            for (int i = 0; i < row.length; i++) {
                sums[n] += Float.isNaN(row[i]) ? 0 : value.applyAsDouble(row[i], predictions[i]);
            }
        });
        return sums;
    }

    /** The mean of {@link #ofExamples}. */
    static double mean(Split split, double[] predictions, DoubleBinaryOperator value) {
        return Arrays.stream(ofExamples(split, predictions, value)).average().orElse(0);
    }

    /** x·ln y, which is 0 for x = 0. */
    static double timesLog(double x, double y) {
        return x == 0 ? 0 : x * Math.log(y);
    }

    /**
     * The first value that is not accepted, in words; empty if all are.
     *
     * @param must what every value must be
     */
    static Optional<String> refused(Split split, DoublePredicate accepted, String must) {
        long[] wrong = new long[1];
        StringBuilder first = new StringBuilder();
        split.forEach((n, row) -> {
            for (int i = 0; i < row.length; i++) {
                if (!Float.isNaN(row[i]) && !accepted.test(row[i]) && wrong[0]++ == 0) {
                    first.append(row[i] + " in example " + n + ", element " + i);
                }
            }
        });
        return wrong[0] == 0
                ? Optional.empty()
                : Optional.of(
                        must + ", got " + first + " (both counted from 0), the first of " + wrong[0] + " such values");
    }
}
