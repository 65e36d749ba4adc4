package dev.equipoise.local.internal.loop;

import dev.equipoise.run.BatchesSplit;

/**
 * In how many parts batches are taken since memory ran out: those of training in two from then on, those of an evaluation,
 * which are only for speed, in ever smaller ones.
 */
final class MicroBatches {

    /** The most parts of a training batch. */
    static final int HALVES = 2;

    private static final int ROWS = 512;

    private int perBatch = 1;
    private int evaluationRows = ROWS;

    /** What is saved. */
    record State(int perBatch, int evaluationRows) {}

    /** Parts of a training batch. */
    int perBatch() {
        return perBatch;
    }

    /** Examples of an evaluation that are on the device at once. */
    int evaluationRows() {
        return evaluationRows;
    }

    /** Whether memory ran out. */
    boolean split() {
        return perBatch > 1 || evaluationRows < ROWS;
    }

    /** Halves the batches of training. */
    void halveTraining() {
        perBatch = HALVES;
    }

    /** Halves the batches of evaluation; false if they have one example. */
    boolean halveEvaluation() {
        boolean left = evaluationRows > 1;
        evaluationRows = Math.max(1, evaluationRows / 2);
        return left;
    }

    BatchesSplit event(long steps, String cause) {
        return new BatchesSplit(steps, perBatch, evaluationRows, cause);
    }

    State save() {
        return new State(perBatch, evaluationRows);
    }

    /** Never larger than they are, since a checkpoint may be older than the lack of memory. */
    void restore(State saved) {
        perBatch = Math.max(perBatch, saved.perBatch());
        evaluationRows = Math.min(evaluationRows, saved.evaluationRows());
    }
}
