package dev.equipoise.data;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.ValueRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Warnings before step 0 about data that would train another model than intended. */
final class DataLook {

    /** Share of the declared range that the values must fill. */
    private static final double FILLED = 1 / 16.0;

    /** Variances per element within which squared errors and nats can be weighed by the usual betas. */
    private static final double SMALL = 1e-4;

    private static final double LARGE = 100;

    /** How many times the variance of the median column that of the largest may be. */
    private static final double UNEVEN = 1e4;

    private static final int NAMED = 5;

    /** Values from which variances are known well enough. */
    private static final int LOOKED_AT = 1 << 26;

    private DataLook() {}

    /** Warnings about values as the source gave them. */
    static List<String> atSource(Dataset data, DataFacts facts) {
        List<String> warnings = new ArrayList<>();
        facts.range().ifPresent(range -> warnings.addAll(unfilled(data.training(), range)));
        if (facts.shape().size() == 1) {
            warnings.addAll(columns(data, facts));
        }
        return warnings;
    }

    private static List<String> unfilled(Split training, ValueRange range) {
        float[] bounds = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        training.forEach((n, row) -> {
            for (float value : row) {
                if (!Float.isNaN(value)) {
                    bounds[0] = Math.min(bounds[0], value);
                    bounds[1] = Math.max(bounds[1], value);
                }
            }
        });
        float least = bounds[0];
        float largest = bounds[1];
        double share = (largest - range.min()) / (range.max() - range.min());
        return share >= FILLED
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "the training values are between %s and %s, but the data declare a range of %s to %s: if these are all"
                                + " values, state a range of %s to %s for the step that scales them",
                        least,
                        largest,
                        range.min(),
                        range.max(),
                        range.min(),
                        largest));
    }

    private static List<String> columns(Dataset data, DataFacts facts) {
        List<String> warnings = new ArrayList<>();
        boolean[] training = varying(data.training());
        boolean[] validation = varying(data.validation(), data.training());
        name(facts, i -> !training[i] && !validation[i])
                .map(names -> "constant columns carry no information: " + names)
                .forEach(warnings::add);
        name(facts, i -> !training[i] && validation[i])
                .map(names ->
                        "columns that are constant on the training split and have other values on validation cannot"
                                + " be learned: " + names)
                .forEach(warnings::add);
        return warnings;
    }

    private static Stream<String> name(DataFacts facts, IntPredicate wanted) {
        int[] found = IntStream.range(0, facts.elements()).filter(wanted).toArray();
        String named = Arrays.stream(found).limit(NAMED).mapToObj(facts::nameOf).collect(Collectors.joining(", "));
        return found.length == 0
                ? Stream.empty()
                : Stream.of(named + (found.length > NAMED ? " and " + (found.length - NAMED) + " more" : ""));
    }

    private static boolean[] varying(Split split) {
        return varying(split, split);
    }

    /** Whether each column has another value than its first one of a split. */
    private static boolean[] varying(Split split, Split first) {
        boolean[] varies = new boolean[split.elements()];
        double[] other = firstObserved(first);
        split.forEachExact((n, row) -> {
            for (int i = 0; i < row.length; i++) {
                varies[i] |= !Double.isNaN(row[i]) && row[i] != other[i];
            }
        });
        return varies;
    }

    /** The first value of each element. */
    private static double[] firstObserved(Split split) {
        double[] first = new double[split.elements()];
        split.rows().read(0, first, 0);
        if (Arrays.stream(first).anyMatch(Double::isNaN)) {
            split.forEachExact((n, row) -> Arrays.setAll(first, i -> Double.isNaN(first[i]) ? row[i] : first[i]));
        }
        return first;
    }

    /**
     * Warnings about the scale of values as the model gets them, of which only a squared error depends on it: other
     * likelihoods know the unit of their values.
     */
    static List<String> ofSquaredError(PreprocessedData preprocessed) {
        DataFacts facts = preprocessed.facts();
        if (facts.scaled()) {
            return List.of();
        }
        Split whole = preprocessed.dataset().training();
        Split training = whole.sampled(Math.max(1, LOOKED_AT / whole.elements()), 0);
        double[] variances = variances(training);
        double mean = Arrays.stream(variances).average().orElse(0);
        if (!Float.isFinite((float) (mean * variances.length)) || !Float.isFinite((float) squares(training))) {
            return List.of(
                    "the squared error of these data is infinite as a 32-bit float before any update: standardize"
                            + " or scale them");
        }
        if (mean > LARGE || (mean < SMALL && mean > 0)) {
            return List.of(String.format(
                    Locale.ROOT,
                    "the variance of an element is %.3g on average, far from 1: the beta and the learning rate that suit"
                            + " standardized data do not suit these; standardize or scale them, or multiply beta by %.3g",
                    mean,
                    mean));
        }
        double[] sorted = Arrays.stream(variances)
                .filter(variance -> variance > 0)
                .sorted()
                .toArray();
        boolean uneven = facts.shape().size() == 1
                && sorted.length > 1
                && sorted[sorted.length - 1] > UNEVEN * sorted[sorted.length / 2];
        return uneven
                ? List.of(String.format(
                        Locale.ROOT,
                        "the largest variance of a column, %.3g, is %.3g times that of the median column: the model learns"
                                + " little else; standardize the columns",
                        sorted[sorted.length - 1],
                        sorted[sorted.length - 1] / sorted[sorted.length / 2]))
                : List.of();
    }

    private static double[] variances(Split split) {
        Moments moments = Moments.of(split, 1);
        return Arrays.stream(moments.deviations())
                .map(deviation -> deviation * deviation)
                .toArray();
    }

    /** The largest sum of squares of an example. */
    private static double squares(Split split) {
        return Arrays.stream(split.squaredDistances(new double[split.elements()]))
                .max()
                .orElse(0);
    }
}
