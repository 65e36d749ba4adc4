package dev.equipoise.data;

import dev.equipoise.random.CounterRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The splits of a source.
 *
 * @param validation what decides: the best checkpoint, stopping rules, comparisons
 * @param test what decides nothing, and is evaluated at the end alone; empty if there is none
 */
public record Dataset(Split training, Split validation, Optional<Split> test) {

    /** Data without a test split. */
    public Dataset(Split training, Split validation) {
        this(training, validation, Optional.empty());
    }

    /** Each split changed. */
    public Dataset map(UnaryOperator<Split> change) {
        return new Dataset(change.apply(training), change.apply(validation), test.map(change));
    }

    /**
     * Divides examples that come as one collection into training and validation. The same seed, share and number of
     * examples always give the same division; both parts keep the order of the collection.
     *
     * @param share of the examples that validate, between 0 and 1; at least one example is in each part
     * @param stratified whether every label has about the same share
     * @param seed of the division; the experiment's own seed does not change it, so that runs can be compared
     */
    public record Holdout(double share, boolean stratified, long seed) {

        /**
         * The number of examples that validate.
         *
         * @param where the examples are, for messages
         * @throws DataFormatException if there are fewer than two
         */
        public int validating(int examples, Object where) {
            if (examples < 2) {
                throw new DataFormatException(where + " must have at least 2 examples to be divided into training"
                        + " and validation, got " + examples);
            }
            return (int) Math.max(1, Math.min(examples - 1L, Math.round(share * examples)));
        }

        /**
         * Indices of the examples that validate, rising.
         *
         * @param labels one for each example; used if stratified
         * @param where the examples are, for messages
         * @throws DataFormatException if it must be stratified and there are no labels
         */
        public int[] validation(int examples, int[] labels, Object where) {
            int wanted = validating(examples, where);
            int[] order = CounterRandom.permutation(examples, seed, CounterRandom.Stream.DATA, 0);
            if (!stratified) {
                return IntStream.of(order).limit(wanted).sorted().toArray();
            }
            if (labels.length != examples) {
                throw new DataFormatException(where + " must have labels to be divided by them, one for each of the "
                        + examples + " examples, got " + labels.length + "; give labels, or set stratified to false");
            }
            int[] classes = IntStream.of(labels).distinct().sorted().toArray();
            int[] left = quotas(wanted, labels, classes);
            return IntStream.of(order)
                    .filter(index -> left[Arrays.binarySearch(classes, labels[index])]-- > 0)
                    .sorted()
                    .toArray();
        }

        /**
         * Both splits of rows, which are not copied.
         *
         * @param labels one for each row, or empty
         * @param where the rows are from, for messages
         */
        public Dataset divide(Rows rows, int[] labels, Object where) {
            int[] validation = validation(rows.count(), labels, where);
            return new Dataset(
                    chosen(rows, labels, training(rows.count(), validation)), chosen(rows, labels, validation));
        }

        private static Split chosen(Rows rows, int[] labels, int[] examples) {
            return new Split(
                    rows.chosen(examples),
                    labels.length == 0
                            ? labels
                            : IntStream.of(examples)
                                    .map(example -> labels[example])
                                    .toArray());
        }

        /** The other examples, rising. */
        public static int[] training(int examples, int[] validation) {
            int[] rest = new int[examples - validation.length];
            for (int i = 0, next = 0; i < examples; i++) {
                if (next < validation.length && validation[next] == i) {
                    next++;
                } else {
                    rest[i - next] = i;
                }
            }
            return rest;
        }

        /** Examples of each label that validate, by the largest remainders; a label keeps one for training if it can. */
        private static int[] quotas(int wanted, int[] labels, int[] classes) {
            int[] sizes = new int[classes.length];
            IntStream.of(labels).forEach(label -> sizes[Arrays.binarySearch(classes, label)]++);
            double exact = (double) wanted / labels.length;
            int[] quotas = IntStream.of(sizes).map(size -> (int) (exact * size)).toArray();
            int[] byRemainder = IntStream.range(0, sizes.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(kind -> quotas[kind] - exact * sizes[kind]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            int left = wanted - IntStream.of(quotas).sum();
            for (int spared = 1; spared >= 0; spared--) {
                for (int kind : byRemainder) {
                    if (left > 0 && quotas[kind] < sizes[kind] - spared) {
                        quotas[kind]++;
                        left--;
                    }
                }
            }
            return quotas;
        }
    }
}
