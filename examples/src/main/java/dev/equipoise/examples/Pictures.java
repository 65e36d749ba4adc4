package dev.equipoise.examples;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Images of 28 x 28 values from 0 to 255 as text, side by side: a character for 2 x 4 values, the darker the more ink. */
final class Pictures {

    static final String INK = " .:-=+*#%@";

    private static final int SIDE = 28;
    private static final int WIDE = 2;
    private static final int HIGH = 4;

    private Pictures() {}

    static String of(float[] rows) {
        return IntStream.range(0, SIDE / HIGH)
                .mapToObj(line -> line(rows, line).stripTrailing() + "\n")
                .collect(Collectors.joining());
    }

    private static String line(float[] rows, int line) {
        return IntStream.range(0, rows.length / (SIDE * SIDE))
                .mapToObj(picture -> IntStream.range(0, SIDE / WIDE)
                        .mapToObj(column -> ink(rows, picture * SIDE * SIDE + line * HIGH * SIDE + column * WIDE))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("  "));
    }

    private static String ink(float[] rows, int corner) {
        double mean = 0;
        for (int i = 0; i < WIDE * HIGH; i++) {
            mean += rows[corner + i / WIDE * SIDE + i % WIDE] / (WIDE * HIGH);
        }
        // A reconstruction may leave the range a little.
        int shade = (int) Math.round(Math.max(0, Math.min(1, mean / 255)) * (INK.length() - 1));
        return INK.substring(shade, shade + 1);
    }
}
