package dev.equipoise.app.internal.watch;

import dev.equipoise.run.Phase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one kind of rows of {@code metrics.csv} as it is at this moment. The file of a run of days has millions of
 * rows: of each only the numbers that are shown are kept.
 */
final class MetricsTable {

    private static final List<String> SHOWN =
            List.of("step", "epoch", "squared_error", "kl_nats", "beta", "learning_rate", "active_units");

    /** More terms than these would push the rest from the screen. */
    private static final int MOST_TERMS = 16;

    private final double[][] columns = new double[SHOWN.size()][64];
    private final Map<String, double[]> terms = new LinkedHashMap<>();
    private int rows;

    /**
     * The rows of training steps, and those of the validation split, one an epoch.
     *
     * @param secondsLeft of the run, by the last row; empty if that has none
     */
    record Kinds(MetricsTable steps, MetricsTable validation, OptionalDouble secondsLeft) {

        /** Nothing measured yet. */
        static Kinds none() {
            return new Kinds(new MetricsTable(), new MetricsTable(), OptionalDouble.empty());
        }
    }

    private MetricsTable() {}

    /** A line that is still being written is left out. */
    static Kinds read(Path file) throws IOException {
        Kinds kinds = Kinds.none();
        try (BufferedReader text = Files.newBufferedReader(file)) {
            String header = line(text);
            if (header == null) {
                return kinds;
            }
            List<String> names = List.of(header.split(",", -1));
            int kind = column(names, "kind");
            int phase = column(names, "phase");
            int terms = names.indexOf("terms");
            int left = names.indexOf("seconds_left");
            double secondsLeft = Double.NaN;
            int[] places = SHOWN.stream().mapToInt(name -> column(names, name)).toArray();
            for (String line = line(text); line != null; line = line(text)) {
                String[] cells = line.split(",", -1);
                if (cells.length != names.size()) {
                    continue;
                }
                secondsLeft = left < 0 ? Double.NaN : number(cells[left]);
                if (cells[kind].equals("step")) {
                    kinds.steps.add(cells, places);
                    kinds.steps.addTerms(terms < 0 ? "" : cells[terms]);
                } else if (cells[phase].equals(Phase.VALIDATION.word())) {
                    kinds.validation.add(cells, places);
                }
            }
            return new Kinds(kinds.steps, kinds.validation, known(secondsLeft));
        }
    }

    /** The next line without its end; null if what is left has none. */
    private static @Nullable String line(BufferedReader text) throws IOException {
        StringBuilder line = new StringBuilder(256);
        for (int next = text.read(); next >= 0; next = text.read()) {
            if (next == '\n') {
                return line.toString();
            }
            line.append((char) next);
        }
        return null;
    }

    private static int column(List<String> names, String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("metrics.csv must have a column '" + name + "', got " + names);
        }
        return index;
    }

    private void add(String[] cells, int[] places) {
        for (int i = 0; i < columns.length; i++) {
            if (rows == columns[i].length) {
                columns[i] = Arrays.copyOf(columns[i], 2 * rows);
            }
            columns[i][rows] = number(cells[places[i]]);
        }
        rows++;
    }

    /** Of the row that was added last: "name=value" after "name=value", with a space between. */
    private void addTerms(String cell) {
        for (String term : cell.isEmpty() ? new String[0] : cell.split(" ")) {
            int equals = term.lastIndexOf('=');
            String name = term.substring(0, Math.max(0, equals));
            if (equals > 0 && (terms.size() < MOST_TERMS || terms.containsKey(name))) {
                double[] values = longEnough(terms.getOrDefault(name, new double[0]));
                values[rows - 1] = number(term.substring(equals + 1));
                terms.put(name, values);
            }
        }
    }

    /** A row that says nothing of a term has no number there. */
    private double[] longEnough(double[] values) {
        if (rows <= values.length) {
            return values;
        }
        double[] longer = Arrays.copyOf(values, columns[0].length);
        Arrays.fill(longer, values.length, longer.length, Double.NaN);
        return longer;
    }

    /** What further loss terms measured, and the losses of critics, by name. */
    Map<String, double[]> terms() {
        Map<String, double[]> shown = new LinkedHashMap<>();
        terms.forEach((name, values) -> shown.put(name, Arrays.copyOf(longEnough(values), rows)));
        return shown;
    }

    private static OptionalDouble known(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static double number(String cell) {
        if (cell.isEmpty()) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    boolean isEmpty() {
        return rows == 0;
    }

    /** A column's numbers; not a number if a cell is empty or none. */
    double[] numbers(String column) {
        return Arrays.copyOf(columns[SHOWN.indexOf(column)], rows);
    }

    /** The last number of a column; empty if the last row has none. */
    OptionalDouble last(String column) {
        double last = rows == 0 ? Double.NaN : columns[SHOWN.indexOf(column)][rows - 1];
        return known(last);
    }
}
