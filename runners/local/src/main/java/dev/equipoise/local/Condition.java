package dev.equipoise.local;

import dev.equipoise.data.AffinePreprocessing;
import dev.equipoise.part.Column;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a model is given beside its data.
 *
 * @param columns in their order; empty for a model that is not conditional
 * @param scale of their numbers
 * @param chosen their numbers; empty until values were given
 */
record Condition(List<Column> columns, Optional<AffinePreprocessing> scale, Optional<float[]> chosen) {

    /**
     * The same with these values.
     *
     * @param values by column
     * @throws IllegalArgumentException if they are not one for each column that the column can have
     */
    Condition of(Map<String, String> values) {
        List<String> names = columns.stream().map(Column::name).toList();
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("the model must be conditional to be given " + values);
        }
        if (!values.keySet().equals(new TreeSet<>(names))) {
            throw new IllegalArgumentException("the model must be given " + String.join(", ", names) + ", got "
                    + (values.isEmpty() ? "nothing" : String.join(", ", new TreeSet<>(values.keySet()))));
        }
        float[] numbers = new float[Column.width(columns)];
        int at = 0;
        for (Column column : columns) {
            write(column, values.getOrDefault(column.name(), ""), numbers, at);
            at += column.width();
        }
        return new Condition(
                columns, scale, Optional.of(scale.map(map -> map.apply(numbers)).orElse(numbers)));
    }

    private static void write(Column column, String value, float[] into, int at) {
        if (!column.categories().isEmpty()) {
            int category = column.categories().indexOf(value);
            if (category < 0) {
                throw new IllegalArgumentException(column.name() + " must be one of "
                        + column.categories().stream().limit(30).collect(Collectors.joining(", ")) + ", got '" + value
                        + "'");
            }
            into[at + category] = 1;
            return;
        }
        try {
            into[at] = Float.parseFloat(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(column.name() + " must be a number, got '" + value + "'", e);
        }
        if (!Float.isFinite(into[at])) {
            throw new IllegalArgumentException(column.name() + " must be a finite number, got '" + value + "'");
        }
    }

    /**
     * Rows with the chosen numbers at the end of each.
     *
     * @param columnsOfRow columns of a row
     * @throws IllegalArgumentException if the model is conditional and no values were given
     */
    float[] beside(float[] rows, int columnsOfRow) {
        if (columns.isEmpty()) {
            return rows;
        }
        float[] given = chosen.orElseThrow(() -> new IllegalArgumentException("the model must be given "
                + columns.stream().map(Column::name).collect(Collectors.joining(", "))
                + ", on which it is conditional: call given first"));
        int count = rows.length / columnsOfRow;
        int width = columnsOfRow + given.length;
        float[] beside = new float[Math.multiplyExact(count, width)];
        for (int row = 0; row < count; row++) {
            System.arraycopy(rows, row * columnsOfRow, beside, row * width, columnsOfRow);
            System.arraycopy(given, 0, beside, row * width + columnsOfRow, given.length);
        }
        return beside;
    }
}
