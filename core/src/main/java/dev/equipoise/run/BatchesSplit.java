package dev.equipoise.run;

/**
 * A batch did not fit in memory, and from now on batches are processed in parts. The event is sent again if such a
 * run is resumed.
 *
 * @param steps updates made so far
 * @param microBatches parts of a training batch, whose gradients are added before its one update
 * @param evaluationRows examples of an evaluation that are on the device at once
 * @param cause the failure for lack of memory
 */
public record BatchesSplit(long steps, int microBatches, int evaluationRows, String cause) {

    /** A sentence that says what follows. */
    public String consequence() {
        String parts = "in parts of " + evaluationRows + " examples";
        return microBatches > 1
                ? "training batches are processed in " + microBatches
                        + " parts whose gradients are added, and evaluations " + parts
                : "evaluations are taken " + parts;
    }
}
