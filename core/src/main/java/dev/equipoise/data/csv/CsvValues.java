package dev.equipoise.data.csv;

import dev.equipoise.data.DataFormatException;
import dev.equipoise.data.Rows;
import dev.equipoise.data.Split;
import java.util.List;

/** Reads the records of a file into rows. */
final class CsvValues {

    private final CsvTable table;
    private final double[] values;
    private final int[] labels;
    private int record;

    private CsvValues(CsvTable table, int records) {
        this.table = table;
        long count = (long) records * table.elements();
        long heap = Runtime.getRuntime().maxMemory();
        if (count * Double.BYTES > heap / 2 || count > Integer.MAX_VALUE - 8) {
            throw new DataFormatException(table.file().path() + ": expected values that fit half the heap of " + heap
                    + " bytes, found " + records + " records of " + table.elements()
                    + " elements; ignore columns, or raise -Xmx");
        }
        values = new double[(int) count];
        boolean labelled = table.columns().stream().anyMatch(column -> column.kind() == CsvColumn.Kind.LABEL);
        labels = new int[labelled ? records : 0];
    }

    /**
     * The rows of a file.
     *
     * @param table of the file's records
     * @throws DataFormatException if a field is none that its column knows
     */
    static Split of(CsvTable table, CsvFile file) {
        int records = table.records();
        CsvValues values = new CsvValues(table, records);
        file.forEach((line, fields) -> values.add(file, line, fields));
        if (values.record != records) {
            throw new DataFormatException(
                    file.path() + ": expected " + records + " records, as before, found " + values.record);
        }
        return new Split(values.rows(), values.labels);
    }

    private void add(CsvFile file, long line, List<String> fields) {
        table.check(file, line, fields);
        int row = record * table.elements();
        if (row >= values.length) {
            throw file.fails(line, "the end of the file, as before", "another record");
        }
        for (int i = 0; i < fields.size(); i++) {
            CsvColumn column = table.columns().get(i);
            if (table.gap(i, fields.get(i))) {
                column.writeGap(values, row);
            } else {
                column.write(fields.get(i), values, row);
            }
            if (column.kind() == CsvColumn.Kind.LABEL) {
                labels[record] = column.label(fields.get(i));
            }
        }
        record++;
    }

    /** Floats if all values are. */
    private Rows rows() {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
            if (floats[i] != values[i] && !Double.isNaN(values[i])) {
                return Rows.of(values, table.elements());
            }
        }
        return Rows.of(floats, table.elements());
    }
}
