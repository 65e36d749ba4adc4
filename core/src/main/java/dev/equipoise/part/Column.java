package dev.equipoise.part;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A column of a table.
 *
 * @param name in the header
 * @param categories of texts, each of which has an element that is 1 or 0; empty for a number, which has one element
 * @param binary whether it is a number that is 0 or 1
 * @param gap the smallest distance of two of its numbers; 0 if it is not known, or they are too many
 * @param deviation standard deviation of its numbers; 1 if it has none
 * @param dispersion of counts: how much their variance exceeds their mean, per squared mean; 0 if it does not. Empty for
 *     all other columns
 */
public record Column(
        String name, List<String> categories, boolean binary, double gap, double deviation, OptionalDouble dispersion) {

    /** A column that has no counts. */
    public Column(String name, List<String> categories, boolean binary, double gap, double deviation) {
        this(name, categories, binary, gap, deviation, OptionalDouble.empty());
    }

    /** A column of categories, or of numbers of which nothing else is known. */
    public Column(String name, List<String> categories) {
        this(name, categories, false, 0, 1);
    }

    public Column {
        categories = List.copyOf(categories);
    }

    /** Whether its numbers have a scale: they are neither categories nor counts nor 0 and 1. */
    public boolean number() {
        return categories.isEmpty() && !binary && dispersion.isEmpty();
    }

    /** The column after its numbers were divided by their deviation. */
    public Column standardized() {
        return number() ? new Column(name, categories, false, gap / deviation, 1) : this;
    }

    /** Elements of a row. */
    public int width() {
        return Math.max(1, categories.size());
    }

    /** Elements of a row of these columns. */
    public static int width(List<Column> columns) {
        return columns.stream().mapToInt(Column::width).sum();
    }
}
