package dev.equipoise.data.csv;

import com.google.common.base.Suppliers;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A table of text. The first question reads it once to learn its columns; its values are read when it is loaded. */
final class CsvSource implements DataSource {

    private final Format format;
    private final Path path;
    private final Optional<Path> validationPath;
    private final Dataset.Holdout holdout;
    private final Supplier<CsvTable> table;
    private final Supplier<Optional<Held>> validation;

    /** Another file, and its records. */
    private record Held(CsvFile file, CsvTable table) {
        Split split() {
            return CsvValues.of(table, file);
        }
    }

    /** What an experiment says about the format; empty for what is recognised. */
    record Format(Optional<Character> separator, Optional<Boolean> header) {
        CsvFile open(Path path) {
            return CsvFile.of(path, separator, header);
        }
    }

    CsvSource(Format format, Path path, Optional<Path> validationPath, CsvChoice choice, Dataset.Holdout holdout) {
        this.path = path;
        this.validationPath = validationPath;
        this.holdout = holdout;
        this.format = format;
        this.table = Suppliers.memoize(() -> CsvTable.of(format.open(path), choice));
        this.validation = Suppliers.memoize(() -> validationPath.map(held -> other(held, true)));
    }

    private Held other(Path other, boolean mayLack) {
        CsvFile file = format.open(other);
        return new Held(file, table.get().in(file, mayLack));
    }

    @Override
    public Optional<Split> read(Path other) {
        return Optional.of(other(other, facts().gaps()).split());
    }

    @Override
    public DataFacts facts() {
        int records = table.get().records();
        List<Integer> shape = List.of(table.get().elements());
        boolean gaps = !table.get().lacking().isEmpty();
        return validation
                .get()
                .map(held -> new DataFacts(records, held.table().records(), shape, Optional.empty())
                        .withGaps(gaps || !held.table().lacking().isEmpty())
                        .withColumns(table.get().named()))
                .orElseGet(() -> new DataFacts(
                                records - holdout.validating(records, path),
                                holdout.validating(records, path),
                                shape,
                                Optional.empty())
                        .withGaps(gaps)
                        .withColumns(table.get().named()));
    }

    @Override
    public Dataset load() {
        CsvTable known = table.get();
        Optional<Held> held = validation.get();
        Split all = CsvValues.of(known, known.file());
        return held.map(other -> new Dataset(all, other.split()))
                .orElseGet(() -> holdout.divide(all.rows(), all.labels(), path));
    }

    @Override
    public List<Path> files() {
        return List.of(path, validationPath.orElse(path));
    }

    @Override
    public List<String> warnings() {
        List<String> counting = table.get().counting();
        return counting.isEmpty()
                ? List.of()
                : List.of("columns that count the records carry no information about them, ignore them: "
                        + String.join(", ", counting));
    }

    /** A line for each column; one for columns of numbers that follow each other. */
    @Override
    public Map<String, String> description() {
        CsvTable known = table.get();
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put(
                "records",
                known.records() + ", separated by " + CsvFile.word(known.file().separator())
                        + (known.file().header() ? ", below a header" : ", without a header"));
        if (!known.lacking().isEmpty()) {
            lines.put(
                    "missing values",
                    known.lacking().entrySet().stream()
                            .map(column -> column.getKey() + ": " + column.getValue())
                            .collect(Collectors.joining(", ")));
        }
        List<CsvColumn> columns = known.columns();
        for (int from = 0; from < columns.size(); ) {
            int to = from + 1;
            while (to < columns.size()
                    && columns.get(from).kind() == CsvColumn.Kind.NUMBER
                    && columns.get(to).kind() == CsvColumn.Kind.NUMBER) {
                to++;
            }
            CsvColumn first = columns.get(from);
            CsvColumn last = columns.get(to - 1);
            lines.put(
                    to == from + 1 ? "column " + first.name() : "columns " + first.name() + " to " + last.name(),
                    to == from + 1 ? first.became() : "numbers, elements " + first.from() + " to " + last.from());
            from = to;
        }
        return lines;
    }

    @Override
    public String toString() {
        return path + validationPath.map(other -> " and " + other).orElse("");
    }
}
