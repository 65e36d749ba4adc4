package dev.equipoise.app.internal.progress;

import dev.equipoise.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One line of progress.
 *
 * @param epoch counted from 1
 * @param epochs in all
 * @param fraction of the run that is done, 0 to 1
 * @param squaredError per example
 * @param kl in nats per example
 * @param beta the effective one; empty if there is none
 * @param examplesPerSecond of training
 * @param secondsLeft of the run
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
    private static final String GAP = "  ";

    /**
     * The line in fewer than this many columns, every number in a field of its own width. Where it is narrow the bar goes
     * first, then one field after another from the right.
     */
    String bar(int columns, boolean unicode) {
        String head = "epoch "
                + right(Integer.toString(epoch), Integer.toString(epochs).length()) + "/" + epochs + " ";
        String percent = right(Math.round(Math.floor(fraction * 100)) + "%", 4);
        List<String> fields = fields();
        int width = columns - 1 - (head + " " + percent + GAP + String.join(GAP, fields)).length();
        if (width >= SHORTEST_BAR) {
            return head + done(Math.min(width, LONGEST_BAR), unicode) + " " + percent + GAP + String.join(GAP, fields);
        }
        String line = head + percent;
        for (String field : fields) {
            if ((line + GAP + field).length() >= columns) {
                break;
            }
            line += GAP + field;
        }
        return line.length() < columns ? line : "";
    }

    private String done(int length, boolean unicode) {
        int done = (int) Math.floor(fraction * length);
        return (unicode ? "\u2501" : "#").repeat(done) + (unicode ? "\u2500" : "-").repeat(length - done);
    }

    /** From the most important to the least. */
    private List<String> fields() {
        List<String> fields = new ArrayList<>();
        fields.add("SE " + right(Numbers.brief(squaredError), 5));
        fields.add("KL " + right(Numbers.brief(kl), 5));
        beta.ifPresent(number -> fields.add("beta " + right(Numbers.brief(number), 5)));
        fields.add(right(Numbers.grouped(Math.round(examplesPerSecond)), 6) + " ex/s");
        fields.add(right(Numbers.clock(secondsLeft), 5) + " left");
        return fields;
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
