package dev.equipoise.schedules;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The check that steps of several places come in rising order. */
final class Rising {

    private Rising() {}

    /** What is wrong with the attribute {@code at}, if anything. */
    static List<String> problems(int[] at) {
        return IntStream.range(1, at.length).allMatch(i -> at[i] > at[i - 1])
                ? List.of()
                : List.of("at must rise, got " + Arrays.toString(at));
    }
}
