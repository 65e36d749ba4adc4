package dev.equipoise.local.files;

import dev.equipoise.disk.Disk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The rows of {@code metrics.csv} that a checkpoint knows of. A run that goes on from it takes the later steps again, so
 * that the file is cut before the first later row.
 *
 * @param bytes that are kept
 * @param seconds of the last row that is kept
 */
record EarlierRows(long bytes, double seconds) {

    /** Keeps the rows of these epochs that ended and of these steps; a row without its line's end is not kept. */
    static EarlierRows kept(Disk disk, Path file, int epochs, long steps) throws IOException {
        EarlierRows kept = new EarlierRows(0, 0);
        if (!disk.exists(file)) {
            return kept;
        }
        if (steps == 0) {
            disk.truncate(file, 0);
            return kept;
        }
        long length = disk.size(file);
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(disk.read(file), StandardCharsets.US_ASCII))) {
            String header = reader.readLine();
            if (Column.header().equals(header)) {
                kept = new EarlierRows(header.length() + 1L, 0);
                for (String row = reader.readLine(); row != null; row = reader.readLine()) {
                    long end = kept.bytes() + row.length() + 1;
                    String[] cells = row.split(",", -1);
                    if (end > length || cells.length != Column.values().length || !known(cells, epochs, steps)) {
                        break;
                    }
                    kept = new EarlierRows(end, Double.parseDouble(Column.SECONDS.of(cells)));
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

    boolean isEmpty() {
        return bytes == 0;
    }
}
