package dev.equipoise.local.internal.files;

import dev.equipoise.run.Phase;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** One line of {@code metrics.csv}: numbers as {@link Double#toString} writes them in every locale, NaN as "NaN". */
final class Row {
    private final Map<Column, String> cells = new EnumMap<>(Column.class);

    Row(String kind, Phase phase, long step, int epoch, double seconds) {
        cells.put(Column.KIND, kind);
        cells.put(Column.PHASE, phase.word());
        cells.put(Column.STEP, Long.toString(step));
        cells.put(Column.EPOCH, Integer.toString(epoch));
        with(Column.SECONDS, seconds);
    }

    Row with(Column column, double value) {
        cells.put(column, Double.toString(value));
        return this;
    }

    Row with(Column column, OptionalDouble value) {
        value.ifPresent(number -> with(column, number));
        return this;
    }

    Row with(Column column, int value) {
        cells.put(column, Integer.toString(value));
        return this;
    }

    Row with(Column column, String text) {
        cells.put(column, text);
        return this;
    }

    String line() {
        return Arrays.stream(Column.values())
                .map(column -> cells.getOrDefault(column, ""))
                .collect(Collectors.joining(","));
    }
}
