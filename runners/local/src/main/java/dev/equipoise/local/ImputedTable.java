package dev.equipoise.local;

import com.google.common.primitives.Doubles;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.equipoise.data.Split;
import dev.equipoise.part.Column;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Records whose missing values were replaced, in the units and with the columns of their source.
 *
 * @param columns in their order
 * @param rows one for each record, with the elements of the columns
 * @param replaced how many fields were missing
 */
public record ImputedTable(List<Column> columns, List<double[]> rows, long replaced) {

    public ImputedTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * The records with predictions in place of their missing values: the category with the largest one, or the number.
     *
     * @param split as the source read it
     * @param predictions of all values, in rows of N
     */
    static ImputedTable of(List<Column> columns, Split split, float[] predictions) {
        List<double[]> rows = new ArrayList<>();
        long replaced = 0;
        for (int n = 0; n < split.examples(); n++) {
            double[] row = new double[split.elements()];
            split.rows().read(n, row, 0);
            int from = 0;
            for (Column column : columns) {
                if (Double.isNaN(row[from])) {
                    replace(row, predictions, n * row.length, from, column);
                    replaced++;
                }
                from += column.width();
            }
            rows.add(row);
        }
        return new ImputedTable(columns, rows, replaced);
    }

    private static void replace(double[] row, float[] predictions, int start, int from, Column column) {
        if (column.categories().isEmpty()) {
            row[from] = predictions[start + from];
            return;
        }
        int largest = 0;
        for (int i = 1; i < column.width(); i++) {
            largest = predictions[start + from + i] > predictions[start + from + largest] ? i : largest;
        }
        Arrays.fill(row, from, from + column.width(), 0);
        row[from + largest] = 1;
    }

    /** As comma-separated values with a header. */
    public String csv() {
        StringWriter text = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder().build(text)) {
            writer.writeRecord(columns.stream().map(Column::name).toList());
            rows.forEach(row -> writer.writeRecord(fields(row)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private List<String> fields(double[] row) {
        List<String> fields = new ArrayList<>();
        int from = 0;
        for (Column column : columns) {
            fields.add(
                    column.categories().isEmpty()
                            ? number(row[from])
                            : column.categories()
                                    .get(Doubles.indexOf(Arrays.copyOfRange(row, from, from + column.width()), 1)));
            from += column.width();
        }
        return fields;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : (float) value == value ? Float.toString((float) value) : Double.toString(value);
    }
}
