package dev.equipoise.schedules;

import dev.equipoise.part.InvalidPartException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Betas and the steps at which they begin or are reached. */
record Knots(List<Double> betas, List<Integer> at) {

    /**
     * The knots, whose steps must be in rising order.
     *
     * @param problems that were found before and are reported as well
     */
    static Knots checked(double[] betas, int[] at, List<String> problems) {
        if (!IntStream.range(1, at.length).allMatch(i -> at[i] > at[i - 1])) {
            problems.add("at must rise, got " + Arrays.toString(at));
        }
        if (!problems.isEmpty()) {
            throw new InvalidPartException(problems);
        }
        return new Knots(
                Arrays.stream(betas).boxed().toList(), Arrays.stream(at).boxed().toList());
    }
}
