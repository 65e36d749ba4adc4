package dev.equipoise.losses;

import dev.equipoise.part.Facts;
import java.util.List;

/** What a term that compares the examples of a batch needs. */
final class Pairs {

    private Pairs() {}

    /**
     * What is wrong with batches of a single example.
     *
     * @param why a term cannot measure one, as a clause
     */
    static List<String> problems(Facts facts, String why) {
        List<String> problems = ofEveryBatch(facts, why);
        if (!problems.isEmpty()) {
            return problems;
        }
        return facts.examples() % facts.batchSize() == 1
                ? List.of("the last batch of an epoch must have at least 2 examples, got 1 of " + facts.examples()
                        + " in batches of " + facts.batchSize() + ": " + why + "; set experiment.batchSize="
                        + withoutASingle(facts.examples(), facts.batchSize()))
                : List.of();
    }

    /** The same for a term that can measure a last batch of one example. */
    static List<String> ofEveryBatch(Facts facts, String why) {
        int rows = Math.min(facts.batchSize(), facts.examples());
        return rows < 2
                ? List.of("a batch must have at least 2 examples, got " + rows + ": " + why
                        + "; raise experiment.batchSize")
                : List.of();
    }

    /** The next smaller batch size that leaves no single example over; a larger one if there is none. */
    private static int withoutASingle(int examples, int batchSize) {
        int size = batchSize;
        while (size > 1 && examples % size == 1) {
            size--;
        }
        return size > 1 ? size : examples;
    }
}
