package dev.equipoise.local.internal.files;

import dev.equipoise.disk.Disk;
import dev.equipoise.run.Phase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of {@code metrics.csv} that a checkpoint knows of. A run that goes on from it takes the later steps again, so
 * that the file is cut before the first later row.
 *
 * @param bytes that are kept
 * @param seconds of the last row that is kept
 * @param steps of the last row of a step that is kept
 * @param epochs that ended before the last row of an epoch's validation that is kept
 */
record EarlierRows(long bytes, double seconds, long steps, int epochs) {

    private static final EarlierRows NONE = new EarlierRows(0, 0, 0, 0);

    /** Keeps the rows of these epochs that ended and of these steps; a row without its line's end is not kept. */
    static EarlierRows kept(Disk disk, Path file, int epochs, long steps) throws IOException {
        if (!disk.exists(file)) {
            return NONE;
        }
        if (steps == 0) {
            disk.truncate(file, 0);
            return NONE;
        }
        EarlierRows kept = NONE;
        long length = disk.size(file);
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(disk.read(file), StandardCharsets.US_ASCII))) {
            String header = reader.readLine();
            if (Column.header().equals(header)) {
                kept = new EarlierRows(header.length() + 1L, 0, 0, 0);
                for (String row = reader.readLine(); row != null; row = reader.readLine()) {
                    long end = kept.bytes() + row.length() + 1;
                    String[] cells = row.split(",", -1);
                    if (end > length || cells.length != Column.values().length || !known(cells, epochs, steps)) {
                        break;
                    }
                    kept = kept.and(cells, end);
                }
            }
        }
        disk.truncate(file, kept.bytes());
        return kept;
    }

    private static boolean known(String[] cells, int epochs, long steps) {
        return Column.KIND.of(cells).equals("epoch")
                ? Integer.parseInt(Column.EPOCH.of(cells)) <= epochs
                : Long.parseLong(Column.STEP.of(cells)) <= steps;
    }

    private EarlierRows and(String[] cells, long end) {
        boolean step = Column.KIND.of(cells).equals("step");
        boolean validation = Column.PHASE.of(cells).equals(Phase.VALIDATION.word());
        return new EarlierRows(
                end,
                Double.parseDouble(Column.SECONDS.of(cells)),
                step ? Long.parseLong(Column.STEP.of(cells)) : steps,
                validation ? Integer.parseInt(Column.EPOCH.of(cells)) : epochs);
    }

    /** The same rows, if the run's time is this. */
    EarlierRows until(double now) {
        return new EarlierRows(bytes, now, steps, epochs);
    }

    /**
     * What the checkpoint knows of and the file's end lacks, in words. A checkpoint is forced to the disk, rows are only
     * handed to the system.
     */
    Optional<String> missing(int knownEpochs, long knownSteps) {
        List<String> missing = new ArrayList<>();
        long last = knownSteps / MetricsCsv.EVERY * MetricsCsv.EVERY;
        if (steps < last) {
            missing.add(span("step", steps + MetricsCsv.EVERY, last));
        }
        if (epochs < knownEpochs) {
            missing.add(span("epoch", epochs + 1, knownEpochs));
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("metrics.csv lacks the rows of " + String.join(" and of ", missing)
                        + ", possibly after a power failure or with a full disk: the run continues without them");
    }

    private static String span(String what, long first, long last) {
        return first == last ? what + " " + first : what + "s " + first + " to " + last;
    }

    boolean isEmpty() {
        return bytes == 0;
    }
}
