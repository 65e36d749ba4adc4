package dev.equipoise.app.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** {@code metrics.csv} as it is at this moment; a line that is still being written is left out. */
final class MetricsTable {

    /** Nothing measured yet. */
    static final MetricsTable NONE = new MetricsTable(List.of(), List.of());

    private final List<String> columns;
    private final List<List<String>> rows;

    private MetricsTable(List<String> columns, List<List<String>> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    static MetricsTable read(Path file) throws IOException {
        String text = Files.readString(file);
        // What follows the last line end is not a whole line yet.
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        if (lines.isEmpty()) {
            return NONE;
        }
        List<String> columns = cells(lines.get(0));
        List<List<String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = cells(line);
            if (cells.size() == columns.size()) {
                rows.add(cells);
            }
        }
        return new MetricsTable(columns, rows);
    }

    /** The rows of training steps. */
    MetricsTable steps() {
        return where(row -> row.get(column("kind")).equals("step"));
    }

    /** The rows of the validation split, one an epoch. */
    MetricsTable validation() {
        return where(row -> row.get(column("phase")).equals("validation"));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** A column's numbers; not a number where a cell is empty or none. */
    double[] numbers(String column) {
        int index = column(column);
        return rows.stream().mapToDouble(row -> number(row.get(index))).toArray();
    }

    /** The last number of a column; empty where the last row has none. */
    OptionalDouble last(String column) {
        double[] numbers = numbers(column);
        return numbers.length == 0 || Double.isNaN(numbers[numbers.length - 1])
                ? OptionalDouble.empty()
                : OptionalDouble.of(numbers[numbers.length - 1]);
    }

    private MetricsTable where(Predicate<List<String>> wanted) {
        return columns.isEmpty()
                ? this
                : new MetricsTable(columns, rows.stream().filter(wanted).toList());
    }

    private int column(String name) {
        int index = columns.indexOf(name);
        if (index < 0 && !rows.isEmpty()) {
            throw new IllegalArgumentException("metrics.csv must have a column '" + name + "', got " + columns);
        }
        return index;
    }

    private static List<String> cells(String line) {
        return List.of(line.split(",", -1));
    }

    private static double number(String cell) {
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
