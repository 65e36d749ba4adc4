package dev.equipoise.schedules;

import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import java.util.List;

/**
 * The cycle that an experiment asks for.
 *
 * @param asked its steps; 0 to derive them from the run
 * @param inPhase whether it is the cycle of beta
 */
record Cycle(int asked, boolean inPhase) {

    private static final long SHORTEST = 2;

    /**
     * Its steps; meaningless if there are problems.
     *
     * @param otherwise the steps that 0 stands for if the cycle is not that of beta
     */
    long steps(Facts facts, long otherwise, List<String> problems) {
        if (!inPhase) {
            return asked == 0 ? otherwise : asked;
        }
        try {
            long beta = facts.betaCycleSteps();
            if (asked != 0 && asked != beta) {
                problems.add("cycleSteps must be left out with inPhase, or be the " + beta
                        + " steps of beta's cycle, got " + asked);
            }
            if (beta < SHORTEST) {
                problems.add(
                        "inPhase must be used with a cycle of beta of at least " + SHORTEST + " steps, got " + beta);
            }
            return beta;
        } catch (InvalidPartException e) {
            problems.addAll(e.problems());
            return SHORTEST;
        }
    }
}
