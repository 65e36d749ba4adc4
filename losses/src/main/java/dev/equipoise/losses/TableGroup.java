package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.equipoise.data.Split;
import dev.equipoise.part.Column;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/** The columns of a table that have one kind of likelihood. */
enum TableGroup {
    NUMBERS("gaussianColumns"),
    BINARY("bernoulliColumns"),
    CATEGORIES("categoricalColumns"),
    COUNTS("poissonColumns"),
    DISPERSED_COUNTS("negativeBinomialColumns");

    private final String measure;

    TableGroup(String measure) {
        this.measure = measure;
    }

    /** The name of its measure. */
    String measure() {
        return measure;
    }

    static TableGroup of(Column column) {
        if (column.dispersion().isPresent()) {
            return column.dispersion().getAsDouble() > 0 ? DISPERSED_COUNTS : COUNTS;
        }
        return column.number() ? NUMBERS : column.binary() ? BINARY : CATEGORIES;
    }

    /** Whether its values may only be 0 or 1. */
    private boolean zeroOrOne() {
        return this == BINARY || this == CATEGORIES;
    }

    private boolean refuses(float value) {
        return !Float.isNaN(value)
                && (zeroOrOne()
                        ? value != 0 && value != 1
                        : this != NUMBERS && !(value >= 0 && value == Math.rint(value)));
    }

    /** Elements of a row that follow each other. */
    record Span(int from, int to) {

        NDArray of(NDArray rows) {
            boolean all = from == 0 && to == rows.getShape().get(1);
            return all ? rows : rows.get(new NDIndex(":, {}:{}", from, to));
        }
    }

    /**
     * The elements of a group.
     *
     * @param spans one for each column of categories; neighbours of other groups are one
     */
    record Elements(List<Span> spans) {

        NDArray of(NDArray rows) {
            if (spans.size() == 1) {
                return spans.get(0).of(rows);
            }
            NDList pieces = new NDList();
            spans.forEach(span -> pieces.add(span.of(rows)));
            return NDArrays.concat(pieces, 1);
        }

        void forEach(IntConsumer action) {
            for (Span span : spans) {
                for (int element = span.from(); element < span.to(); element++) {
                    action.accept(element);
                }
            }
        }
    }

    /** The groups that these columns have. */
    static Map<TableGroup, Elements> of(List<Column> columns) {
        Map<TableGroup, List<Span>> spans = new EnumMap<>(TableGroup.class);
        int at = 0;
        for (Column column : columns) {
            TableGroup group = of(column);
            List<Span> known = spans.computeIfAbsent(group, any -> new ArrayList<>());
            Span last = known.isEmpty() ? new Span(-1, -1) : known.get(known.size() - 1);
            if (group != CATEGORIES && last.to() == at) {
                known.set(known.size() - 1, new Span(last.from(), at + 1));
            } else {
                known.add(new Span(at, at + column.width()));
            }
            at += column.width();
        }
        Map<TableGroup, Elements> groups = new EnumMap<>(TableGroup.class);
        spans.forEach((group, ofGroup) -> groups.put(group, new Elements(List.copyOf(ofGroup))));
        return groups;
    }

    /** The first column that has a value that it must not have; empty if none has. */
    static Optional<String> refused(List<Column> columns, Split split) {
        List<String> found = new ArrayList<>();
        split.forEach((n, row) -> {
            int at = 0;
            for (Column column : columns) {
                for (int i = at; i < at + column.width() && found.isEmpty(); i++) {
                    if (of(column).refuses(row[i])) {
                        found.add("must have " + (of(column).zeroOrOne() ? "0 or 1" : "counts") + " in column "
                                + column.name() + ", got " + row[i] + " in example " + n
                                + " (counted from 0); leave such columns without preprocessing");
                    }
                }
                at += column.width();
            }
        });
        return found.stream().findFirst();
    }
}
