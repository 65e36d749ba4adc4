package dev.equipoise.losses;

import dev.equipoise.data.Split;
import dev.equipoise.part.Column;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Every column of a table by itself: a Gaussian of the mean and variance of the training split, or its frequencies with half
 * an example added to each outcome, or for counts its mean, and its dispersion if it is more than that of Poisson counts.
 */
final class TableMarginals {

    private final List<Column> columns;
    private final double[] means;
    private final double[] variances;

    /** @param floor the least variance of a column */
    TableMarginals(List<Column> columns, Split training, ToDoubleFunction<Column> floor) {
        this.columns = columns;
        means = training.means();
        double[] observed = training.observed();
        variances = new double[means.length];
        training.forEach((n, row) -> {
            for (int i = 0; i < row.length; i++) {
                variances[i] += Float.isNaN(row[i]) ? 0 : (row[i] - means[i]) * (row[i] - means[i]) / observed[i];
            }
        });
        int at = 0;
        for (Column column : columns) {
            int outcomes = Math.max(2, column.width());
            for (int i = at; i < at + column.width(); i++) {
                if (column.dispersion().isPresent()) {
                    means[i] += 0.5 / observed[i];
                } else if (column.number()) {
                    variances[i] = Math.max(variances[i], floor.applyAsDouble(column));
                } else {
                    means[i] = (means[i] * observed[i] + 0.5) / (observed[i] + outcomes / 2.0);
                }
            }
            at += column.width();
        }
    }

    /** Nats of every example, summed over the columns that it has. */
    double[] ofExamples(Split split) {
        double[] nats = new double[split.examples()];
        for (TableGroup group : TableGroup.values()) {
            double[] own = ofExamples(group, split);
            Arrays.setAll(nats, n -> nats[n] + own[n]);
        }
        return nats;
    }

    /** Their mean over the examples, for the columns of a group. */
    double mean(TableGroup group, Split split) {
        return Arrays.stream(ofExamples(group, split)).average().orElse(0);
    }

    private double[] ofExamples(TableGroup group, Split split) {
        double[] nats = new double[split.examples()];
        split.forEach((n, row) -> {
            int at = 0;
            for (Column column : columns) {
                if (TableGroup.of(column) == group && !Float.isNaN(row[at])) {
                    for (int i = at; i < at + column.width(); i++) {
                        nats[n] += nats(group, row[i], i);
                    }
                }
                at += column.width();
            }
        });
        return nats;
    }

    private double nats(TableGroup group, double value, int element) {
        return switch (group) {
            case NUMBERS ->
                0.5
                        * ((value - means[element]) * (value - means[element]) / variances[element]
                                + Math.log(2 * Math.PI * variances[element]));
            case BINARY ->
                -Marginals.timesLog(value, means[element]) - Marginals.timesLog(1 - value, 1 - means[element]);
            case CATEGORIES -> -Marginals.timesLog(value, means[element]);
            case COUNTS -> Counts.poisson(value, means[element]);
            case DISPERSED_COUNTS ->
                Counts.negativeBinomial(
                        value,
                        means[element],
                        Math.max(
                                (variances[element] - means[element]) / (means[element] * means[element]),
                                TableNll.Term.LEAST_DISPERSION));
        };
    }
}
