package dev.equipoise.data;

import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.part.Role;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A conditional VAE (Sohn, Lee and Yan 2015): encoder and decoder are given labels or columns of each example, which are
 * not reconstructed, so that latents have no need to code them. Numbers are standardized by the training split, categories
 * are one-hot. The prior does not depend on what is given. A trained model samples for given values by {@link
 * dev.equipoise.run.TrainedModel#given}.
 */
@Documented
@Part(Conditional.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Conditional {

    /** The name in {@link #on} of the labels. */
    String LABEL = "label";

    /** Names of columns of the table, or {@code label} for the labels of the examples. */
    String[] on() default {LABEL};

    /** The number of labels, which are 0 to one less; only for labels. */
    @Range(min = 2, max = 10_000, unit = "labels")
    int labels() default 10;

    /** What is given. */
    @Role(value = "condition", optional = true)
    record On(List<String> names, int labels) {

        public On {
            names = List.copyOf(names);
        }

        /** The source without what is given, which stands beside each example. */
        public DataSource from(DataSource source) {
            return new Conditioned(source, names, labels);
        }
    }

    /**
     * A source some of whose columns, or whose labels, stand beside each example.
     *
     * @param names of columns, or {@link Conditional#LABEL}
     * @param labels number of labels
     */
    record Conditioned(DataSource source, List<String> names, int labels) implements DataSource {

        @Override
        public DataFacts facts() {
            DataFacts all = source.facts();
            List<Column> given = names.stream().map(name -> column(all, name)).toList();
            List<Column> left = all.columns().stream()
                    .filter(column -> !names.contains(column.name()))
                    .toList();
            if (left.size() == all.columns().size()) {
                return all.withGiven(given);
            }
            if (left.isEmpty()) {
                throw new InvalidPartException(
                        "a column must be left to be reconstructed, got conditional.on with all of them: " + names);
            }
            return all.withShape(List.of(Column.width(left))).withColumns(left).withGiven(given);
        }

        private Column column(DataFacts all, String name) {
            if (name.equals(Conditional.LABEL)) {
                return new Column(
                        name,
                        IntStream.range(0, labels).mapToObj(String::valueOf).toList());
            }
            return all.columns().stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new InvalidPartException("the condition must be a column of the data or '"
                            + Conditional.LABEL + "', got '" + name + "'; "
                            + (all.columns().isEmpty()
                                    ? "the data have no columns with names"
                                    : "the columns are "
                                            + all.columns().stream()
                                                    .map(Column::name)
                                                    .limit(30)
                                                    .collect(Collectors.joining(", ")))
                            + "; set conditional.on"));
        }

        @Override
        public Dataset load() {
            DataFacts all = source.facts();
            return source.load().map(split -> apart(split, all));
        }

        /** New files need what is given as well. */
        @Override
        public Optional<Split> read(Path path) {
            DataFacts all = source.facts();
            return source.read(path).map(split -> apart(split, all));
        }

        @Override
        public boolean usesEngine() {
            return source.usesEngine();
        }

        private Split apart(Split split, DataFacts all) {
            int[] left = all.columns().stream()
                    .filter(column -> !names.contains(column.name()))
                    .flatMapToInt(column -> IntStream.range(0, column.width()).map(i -> start(all, column.name()) + i))
                    .toArray();
            boolean whole = all.columns().isEmpty() || left.length == split.elements();
            return new Split(
                    whole ? split.rows() : split.rows().reordered(left),
                    split.labels(),
                    Optional.of(given(split, all)));
        }

        /** The first element of a column. */
        private static int start(DataFacts all, String name) {
            return Column.width(all.columns().stream()
                    .takeWhile(column -> !column.name().equals(name))
                    .toList());
        }

        private Rows given(Split split, DataFacts all) {
            List<Column> given = names.stream().map(name -> column(all, name)).toList();
            int width = Column.width(given);
            float[] values = new float[Math.multiplyExact(split.examples(), width)];
            float[] row = new float[split.elements()];
            for (int n = 0; n < split.examples(); n++) {
                split.rows().read(n, row, 0);
                int at = n * width;
                for (Column column : given) {
                    if (column.name().equals(Conditional.LABEL)) {
                        values[at + label(split, n)] = 1;
                    } else {
                        copy(column, n, row, start(all, column.name()), values, at);
                    }
                    at += column.width();
                }
            }
            return Rows.of(values, width);
        }

        private int label(Split split, int example) {
            if (split.labels().length == 0) {
                throw new DataFormatException("the data must have labels to be a condition, got " + source
                        + " without; set conditional.on to columns, or use data with labels");
            }
            int label = split.labels()[example];
            if (label < 0 || label >= labels) {
                throw new DataFormatException("labels that are a condition must be 0 to " + (labels - 1) + ", got "
                        + label + " in example " + example + "; set conditional.labels");
            }
            return label;
        }

        private void copy(Column column, int example, float[] row, int from, float[] values, int at) {
            for (int i = 0; i < column.width(); i++) {
                if (Float.isNaN(row[from + i])) {
                    throw new DataFormatException("a column that is a condition must have every value, but example "
                            + example + " lacks that of " + column.name()
                            + "; fill it, remove its record, or leave the column out of conditional.on");
                }
                values[at + i] = row[from + i];
            }
        }

        @Override
        public List<Path> files() {
            return source.files();
        }

        @Override
        public Map<String, String> description() {
            Map<String, String> lines = new LinkedHashMap<>(source.description());
            lines.put(
                    "condition",
                    facts().given().stream()
                            .map(column -> column.name()
                                    + (column.categories().isEmpty()
                                            ? ", a number"
                                            : ", one of " + column.categories().size()))
                            .collect(Collectors.joining("; ")));
            return lines;
        }

        @Override
        public List<String> warnings() {
            return source.warnings();
        }
    }

    /** Checks the names. */
    final class Factory implements PartFactory<Conditional, On> {

        public Factory() {}

        @Override
        public On create(Conditional annotation, Facts facts) {
            List<String> problems = new ArrayList<>();
            List<String> names = List.of(annotation.on());
            if (names.isEmpty()) {
                problems.add("on must have a name, got none; set conditional.on, or remove conditional");
            }
            if (Set.copyOf(names).size() < names.size()) {
                problems.add("on must have different names, got " + names);
            }
            if (!problems.isEmpty()) {
                throw new InvalidPartException(problems);
            }
            return new On(names, annotation.labels());
        }
    }
}
