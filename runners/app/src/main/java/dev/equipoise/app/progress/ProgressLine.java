package dev.equipoise.app.progress;

import dev.equipoise.app.console.Numbers;
import java.util.OptionalDouble;

/**
 * One line of progress.
 *
 * @param epoch counted from 1
 * @param epochs in all
 * @param fraction of the run that is done, 0 to 1
 * @param squaredError per example
 * @param kl in nats per example
 * @param beta the effective one; empty where there is none
 * @param examplesPerSecond of training
 * @param secondsLeft estimated
 */
record ProgressLine(
        int epoch,
        int epochs,
        double fraction,
        double squaredError,
        double kl,
        OptionalDouble beta,
        double examplesPerSecond,
        double secondsLeft) {

    private static final int LONGEST_BAR = 30;
    private static final int SHORTEST_BAR = 5;

    /** The line with a bar, in at most this many columns where that is possible. */
    String bar(int columns, boolean unicode) {
        String head = "epoch " + epoch + "/" + epochs + " ";
        String tail = " " + Math.round(Math.floor(fraction * 100)) + "%  " + numbers();
        int width = columns - 1 - head.length() - tail.length();
        if (width < SHORTEST_BAR) {
            String line = head + tail.strip();
            return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
        }
        int length = Math.min(width, LONGEST_BAR);
        int done = (int) Math.floor(fraction * length);
        return head + (unicode ? "\u2501" : "#").repeat(done) + (unicode ? "\u2500" : "-").repeat(length - done) + tail;
    }

    private String numbers() {
        return "SE " + Numbers.significant(squaredError) + "  KL " + Numbers.significant(kl)
                + (beta.isPresent() ? "  beta " + Numbers.significant(beta.getAsDouble()) : "") + "  "
                + Numbers.grouped(Math.round(examplesPerSecond)) + " ex/s  " + Numbers.clock(secondsLeft) + " left";
    }
}
