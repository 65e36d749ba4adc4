package dev.equipoise.data.csv;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What a column became.
 *
 * @param name in the header, or its number
 * @param kind of elements
 * @param categories of a group or of labels that are texts, sorted; empty for numbers
 * @param from its first element in a row
 */
record CsvColumn(String name, Kind kind, List<String> categories, int from) {

    /** What a column gives a row. */
    enum Kind {
        /** One element. */
        NUMBER,
        /** An element for each category, of which one is 1 and the others are 0. */
        GROUP,
        /** One element, a whole number from 0 on. */
        COUNT,
        /** The label. */
        LABEL,
        /** Nothing. */
        IGNORED
    }

    CsvColumn {
        categories = List.copyOf(categories);
    }

    /** Elements in a row. */
    int width() {
        return switch (kind) {
            case NUMBER, COUNT -> 1;
            case GROUP -> categories.size();
            case LABEL, IGNORED -> 0;
        };
    }

    /** Whether a field is one of the texts that the column can hold. */
    boolean knows(String field) {
        return switch (kind) {
            case IGNORED -> true;
            case NUMBER -> CsvNumber.is(field);
            case COUNT -> CsvNumber.isWhole(field) && Double.parseDouble(field) >= 0;
            case GROUP -> category(field) >= 0;
            case LABEL -> categories.isEmpty() ? CsvNumber.isWhole(field) : category(field) >= 0;
        };
    }

    /** Writes NaN as each element of a missing field. */
    void writeGap(double[] into, int row) {
        Arrays.fill(into, row + from, row + from + width(), Double.NaN);
    }

    /** Writes a field's elements. */
    void write(String field, double[] into, int row) {
        switch (kind) {
            case NUMBER, COUNT -> into[row + from] = Double.parseDouble(field);
            case GROUP -> into[row + from + category(field)] = 1;
            case LABEL, IGNORED -> {}
        }
    }

    /** The label that a field of the label column is. */
    int label(String field) {
        return categories.isEmpty() ? (int) Double.parseDouble(field) : category(field);
    }

    private int category(String field) {
        return Collections.binarySearch(categories, field);
    }

    /** In words. */
    String became() {
        return switch (kind) {
            case NUMBER -> "a number, element " + from;
            case COUNT -> "a count, element " + from;
            case GROUP ->
                categories.size() + " categories (" + listed() + "), elements " + from + " to " + (from + width() - 1);
            case LABEL ->
                categories.isEmpty()
                        ? "the label"
                        : "the label, 0 to " + (categories.size() - 1) + " (" + listed() + ")";
            case IGNORED -> "ignored";
        };
    }

    private String listed() {
        int shown = Math.min(5, categories.size());
        return String.join(", ", categories.subList(0, shown)) + (shown < categories.size() ? ", ..." : "");
    }
}
