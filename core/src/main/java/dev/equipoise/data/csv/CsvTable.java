package dev.equipoise.data.csv;

import dev.equipoise.data.DataFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Records whose columns are known.
 *
 * @param file that the columns were learned from
 * @param columns in the order of the file of the records
 * @param records in that file, without the header
 * @param counting columns that count the records
 */
record CsvTable(CsvFile file, List<CsvColumn> columns, int records, List<String> counting) {

    /** A column in which this share of the fields are numbers is no column of texts. */
    private static final double MOSTLY = 0.5;

    /**
     * Reads the whole file once.
     *
     * @throws DataFormatException if values are missing or a column is neither numbers nor few texts
     */
    static CsvTable of(CsvFile file, CsvChoice choice) {
        List<String> names = file.names();
        List<String> unknown = choice.unknown(names);
        if (!unknown.isEmpty()) {
            throw new DataFormatException(
                    file.path() + ": expected the columns " + String.join(", ", unknown) + ", found " + listed(names));
        }
        List<CsvCount> counts = counts(file, choice);
        int records = (int) (counts.get(0).present() + counts.get(0).missing());
        if (records == 0) {
            throw new DataFormatException(file.path() + ": expected records, found none");
        }
        checkMissing(file, choice, counts);
        List<CsvColumn> columns = new ArrayList<>();
        int elements = 0;
        for (int i = 0; i < names.size(); i++) {
            CsvColumn column = column(file, names.get(i), counts.get(i), choice, elements);
            elements += column.width();
            columns.add(column);
        }
        if (elements == 0) {
            throw new DataFormatException(file.path() + ": expected a column with values, found "
                    + columns.stream()
                            .map(c -> c.name() + " (" + c.became() + ")")
                            .collect(Collectors.joining(", ")));
        }
        return new CsvTable(
                file,
                columns,
                records,
                IntStream.range(0, names.size())
                        .filter(i -> columns.get(i).kind() == CsvColumn.Kind.NUMBER
                                && counts.get(i).countsRecords())
                        .mapToObj(names::get)
                        .toList());
    }

    private static List<CsvCount> counts(CsvFile file, CsvChoice choice) {
        List<CsvCount> counts =
                file.names().stream().map(name -> new CsvCount()).toList();
        file.forEach((line, fields) -> {
            for (int i = 0; i < fields.size(); i++) {
                counts.get(i).add(line, fields.get(i), choice.missing().contains(fields.get(i)));
            }
        });
        return counts;
    }

    private static void checkMissing(CsvFile file, CsvChoice choice, List<CsvCount> counts) {
        int[] lacking = IntStream.range(0, counts.size())
                .filter(i -> counts.get(i).missing() > 0
                        && !choice.ignored().contains(file.names().get(i)))
                .toArray();
        if (lacking.length == 0) {
            return;
        }
        int first = IntStream.of(lacking)
                .reduce((a, b) -> counts.get(b).missingLine() < counts.get(a).missingLine() ? b : a)
                .orElseThrow();
        throw file.fails(
                counts.get(first).missingLine(),
                "a value in column " + file.names().get(first),
                "'" + counts.get(first).missingText() + "', the first of "
                        + IntStream.of(lacking)
                                .mapToLong(i -> counts.get(i).missing())
                                .sum()
                        + " missing values ("
                        + IntStream.of(lacking)
                                .limit(10)
                                .mapToObj(i -> file.names().get(i) + ": "
                                        + counts.get(i).missing())
                                .collect(Collectors.joining(", "))
                        + (lacking.length > 10 ? ", ..." : "")
                        + "); fill them, remove their records, or ignore their columns");
    }

    private static CsvColumn column(CsvFile file, String name, CsvCount count, CsvChoice choice, int from) {
        if (choice.ignored().contains(name)) {
            return new CsvColumn(name, CsvColumn.Kind.IGNORED, List.of(), from);
        }
        if (choice.isTarget(name) && count.allWhole()) {
            return new CsvColumn(name, CsvColumn.Kind.LABEL, List.of(), from);
        }
        boolean asked = choice.categories().contains(name) || choice.isTarget(name);
        if (!asked && count.allNumbers()) {
            return new CsvColumn(name, CsvColumn.Kind.NUMBER, List.of(), from);
        }
        if (!asked && !count.commaText().isEmpty()) {
            throw file.fails(
                    count.commaLine(),
                    "numbers with a decimal point in column " + name,
                    "'" + count.commaText() + "', which has a comma; write "
                            + count.commaText().replace(".", "").replace(',', '.')
                            + ", or state that the values are categories");
        }
        if (!asked && count.numbers() >= MOSTLY * count.present()) {
            throw file.fails(
                    count.oddLine(),
                    "a number in column " + name + ", as in " + count.numbers() + " of its " + count.present()
                            + " fields",
                    "'" + count.oddText() + "'; correct it, state that it is a missing value, or that the values are"
                            + " categories");
        }
        if (count.texts().size() > choice.mostCategories()) {
            throw new DataFormatException(file.path() + ": expected at most " + choice.mostCategories()
                    + " different values in column " + name + ", whose values are "
                    + (choice.isTarget(name) ? "labels" : "categories") + ", found "
                    + (count.texts().size() > 10_000
                            ? "more than 10000"
                            : count.texts().size())
                    + "; ignore the column, or allow more categories");
        }
        return new CsvColumn(
                name,
                choice.isTarget(name) ? CsvColumn.Kind.LABEL : CsvColumn.Kind.GROUP,
                List.copyOf(count.texts()),
                from);
    }

    /**
     * These columns in the order of another file, which may lack the label and have further columns, and its number of
     * records.
     *
     * @throws DataFormatException if it lacks a column with values, or a field is none that its column knows
     */
    CsvTable in(CsvFile other) {
        List<String> lacking = columns.stream()
                .filter(column -> column.width() > 0 && !other.names().contains(column.name()))
                .map(CsvColumn::name)
                .toList();
        if (!lacking.isEmpty()) {
            throw new DataFormatException(other.path() + ": expected the columns of " + file.path() + ", also "
                    + listed(lacking) + ", found " + listed(other.names()));
        }
        List<CsvColumn> ordered = other.names().stream()
                .map(name -> columns.stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .orElseGet(() -> new CsvColumn(name, CsvColumn.Kind.IGNORED, List.of(), 0)))
                .toList();
        int[] found = {0};
        CsvTable unread = new CsvTable(file, ordered, 0, List.of());
        other.forEach((line, fields) -> {
            unread.check(other, line, fields);
            found[0]++;
        });
        if (found[0] == 0) {
            throw new DataFormatException(other.path() + ": expected records, found none");
        }
        return new CsvTable(file, ordered, found[0], List.of());
    }

    private static String listed(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(30, names.size())));
    }

    /** Checks that every field is one that its column knows. */
    void check(CsvFile other, long line, List<String> fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (!columns.get(i).knows(fields.get(i))) {
                throw other.fails(
                        line,
                        "in column " + columns.get(i).name() + " what it is in " + file.path() + ", "
                                + columns.get(i).became(),
                        "'" + fields.get(i) + "'");
            }
        }
    }

    /** Elements of a row. */
    int elements() {
        return columns.stream().mapToInt(CsvColumn::width).sum();
    }
}
