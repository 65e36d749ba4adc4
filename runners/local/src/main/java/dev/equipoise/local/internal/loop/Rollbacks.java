package dev.equipoise.local.internal.loop;

/** How often a run went back to a checkpoint since a step was not finite, and what follows from it. */
final class Rollbacks {

    /** After so many the run is given up. */
    static final int MOST = 3;

    private static final double SLOWER = 0.5;

    private int count;

    /** Whether the run may go back once more. */
    boolean left() {
        return count < MOST;
    }

    void add() {
        count++;
    }

    int count() {
        return count;
    }

    /** Never fewer than before, since a checkpoint may be older than the last rollback. */
    void restore(int saved) {
        count = Math.max(count, saved);
    }

    /** What every learning rate is multiplied by. */
    double rateFactor() {
        return rateFactor(count);
    }

    /** The same after so many. */
    static double rateFactor(int count) {
        return Math.pow(SLOWER, count);
    }
}
