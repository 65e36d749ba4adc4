package dev.equipoise.app.internal.console;

import java.util.ArrayList;
import java.util.List;

/** Rows in aligned columns, two spaces apart, without trailing blanks. */
public final class Table {

    private static final String GAP = "  ";

    private final String indent;
    private final String alignment;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * An empty table.
     *
     * @param indent before every row
     * @param alignment one letter for each column: 'l' or 'r'
     */
    public Table(String indent, String alignment) {
        this.indent = indent;
        this.alignment = alignment;
    }

    /** Adds a row; missing cells at its end are empty. */
    public Table row(String... cells) {
        if (cells.length > alignment.length()) {
            throw new IllegalArgumentException(
                    "a row must have at most " + alignment.length() + " cells, got " + cells.length);
        }
        rows.add(List.of(cells));
        return this;
    }

    /** The rows as lines. */
    public List<String> lines() {
        int[] widths = new int[alignment.length()];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder(indent);
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String blanks = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? "" : GAP).append(alignment.charAt(column) == 'r' ? blanks + cell : cell + blanks);
        }
        return line.toString().stripTrailing();
    }
}
