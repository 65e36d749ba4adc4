package dev.equipoise.data.csv;

import dev.equipoise.data.DataFormatException;
import dev.equipoise.part.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Records whose columns are known.
 *
 * @param file that the columns were learned from
 * @param columns in the order of the file of the records
 * @param records in that file, without the header
 * @param counting columns that count the records
 * @param missing texts of missing values
 * @param lacking the number of missing values of each column that has some
 * @param named the columns with elements, in the order of the elements
 */
record CsvTable(
        CsvFile file,
        List<CsvColumn> columns,
        int records,
        List<String> counting,
        Set<String> missing,
        Map<String, Long> lacking,
        List<Column> named) {

    /** A column in which this share of the fields are numbers is no column of texts. */
    private static final double MOSTLY = 0.5;

    /**
     * Reads the whole file once.
     *
     * @throws DataFormatException if labels are missing or a column is neither numbers nor few texts
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
        Map<String, Long> lacking = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).width() > 0 && counts.get(i).missing() > 0) {
                lacking.put(names.get(i), counts.get(i).missing());
            }
        }
        return new CsvTable(
                file,
                columns,
                records,
                IntStream.range(0, names.size())
                        .filter(i -> columns.get(i).kind() == CsvColumn.Kind.NUMBER
                                && counts.get(i).countsRecords())
                        .mapToObj(names::get)
                        .toList(),
                choice.missing(),
                lacking,
                IntStream.range(0, columns.size())
                        .filter(i -> columns.get(i).width() > 0)
                        .mapToObj(i -> switch (columns.get(i).kind()) {
                            case NUMBER -> counts.get(i).number(names.get(i));
                            case COUNT -> counts.get(i).counts(names.get(i));
                            default -> new Column(names.get(i), columns.get(i).categories());
                        })
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

    private static CsvColumn column(CsvFile file, String name, CsvCount count, CsvChoice choice, int from) {
        if (choice.ignored().contains(name)) {
            return new CsvColumn(name, CsvColumn.Kind.IGNORED, List.of(), from);
        }
        if (choice.isTarget(name) && count.missing() > 0) {
            throw file.fails(
                    count.missingLine(),
                    "a label in column " + name,
                    "'" + count.missingText() + "', the first of " + count.missing()
                            + " missing labels; fill them, or remove their records");
        }
        if (count.present() == 0) {
            throw new DataFormatException(
                    file.path() + ": expected values in column " + name + ", found none; ignore the column");
        }
        boolean asked = choice.categories().contains(name) || choice.isTarget(name);
        if (choice.isTarget(name) && count.allWhole()) {
            return new CsvColumn(name, CsvColumn.Kind.LABEL, List.of(), from);
        }
        if (choice.counts().contains(name)) {
            if (!count.allCounts()) {
                throw new DataFormatException(file.path() + ": expected whole numbers from 0 on in column " + name
                        + ", whose values are stated to be counts, found others");
            }
            return new CsvColumn(name, CsvColumn.Kind.COUNT, List.of(), from);
        }
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
     * @param mayLack whether values may be missing
     * @throws DataFormatException if it lacks a column with values, or a field is none that its column knows
     */
    CsvTable in(CsvFile other, boolean mayLack) {
        List<String> without = columns.stream()
                .filter(column -> column.width() > 0 && !other.names().contains(column.name()))
                .map(CsvColumn::name)
                .toList();
        if (!without.isEmpty()) {
            throw new DataFormatException(other.path() + ": expected the columns of " + file.path() + ", also "
                    + listed(without) + ", found " + listed(other.names()));
        }
        List<CsvColumn> ordered = other.names().stream()
                .map(name -> columns.stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .orElseGet(() -> new CsvColumn(name, CsvColumn.Kind.IGNORED, List.of(), 0)))
                .toList();
        int[] found = {0};
        Map<String, Long> gaps = new LinkedHashMap<>();
        CsvTable unread = new CsvTable(file, ordered, 0, List.of(), mayLack ? missing : Set.of(), Map.of(), named);
        other.forEach((line, fields) -> {
            unread.check(other, line, fields);
            for (int i = 0; i < fields.size(); i++) {
                if (unread.gap(i, fields.get(i))) {
                    gaps.merge(ordered.get(i).name(), 1L, Long::sum);
                }
            }
            found[0]++;
        });
        if (found[0] == 0) {
            throw new DataFormatException(other.path() + ": expected records, found none");
        }
        return new CsvTable(file, ordered, found[0], List.of(), missing, gaps, named);
    }

    private static String listed(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(30, names.size())));
    }

    /** Whether a field of a column is a missing value. */
    boolean gap(int column, String field) {
        return columns.get(column).width() > 0 && missing.contains(field);
    }

    /** Checks that every field is one that its column knows, or a missing value. */
    void check(CsvFile other, long line, List<String> fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (!gap(i, fields.get(i)) && !columns.get(i).knows(fields.get(i))) {
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
