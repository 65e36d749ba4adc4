package dev.equipoise.part;

import java.util.List;

/**
 * A column of a table.
 *
 * @param name in the header
 * @param categories of texts, each of which has an element that is 1 or 0; empty for a number, which has one element
 */
public record Column(String name, List<String> categories) {

    public Column {
        categories = List.copyOf(categories);
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
