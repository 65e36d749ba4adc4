package dev.equipoise.app.internal.watch;

import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.run.Phase;
import dev.equipoise.text.Numbers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A run as lines of text: where it stands, and the curves of what it balances. */
public final class RunScreen {

    /** A run whose files stand still for so long has lost its process, or takes very long steps. */
    private static final Duration STILL = Duration.ofMinutes(1);

    private static final int NAME = 14;
    private static final int NUMBER = 9;
    private static final int UNIT = 11;

    /** Below this the first number and the unit make room for a curve that can still be read. */
    private static final int LEAST_CURVE = 12;

    private final WatchedRun run;
    private final boolean unicode;
    private final int columns;

    /** The longest line that is not broken; a file or a pipe takes any. */
    private final int longest;

    public RunScreen(WatchedRun run, Terminal terminal) {
        this.run = run;
        unicode = terminal.unicode();
        columns = terminal.columns();
        longest = terminal.interactive() ? Math.max(1, columns - 1) : Integer.MAX_VALUE;
    }

    /** The lines; on a terminal, none longer than it is wide. */
    public List<String> lines() {
        MetricsTable steps = run.metrics().steps();
        MetricsTable validation = run.metrics().validation();
        List<String> lines = new ArrayList<>();
        lines.addAll(wrapped(run.experiment() + "  " + run.directory()));
        lines.addAll(wrapped(state(steps)));
        if (!steps.isEmpty()) {
            curve("squared error", steps.numbers("squared_error"), "per example")
                    .ifPresent(lines::add);
            curve("KL", steps.numbers("kl_nats"), "nats").ifPresent(lines::add);
            steps.terms()
                    .forEach((name, values) ->
                            curve(WatchedRun.plain(name), values, "").ifPresent(lines::add));
            curve("beta", steps.numbers("beta"), "").ifPresent(lines::add);
            curve("learning rate", steps.numbers("learning_rate"), "").ifPresent(lines::add);
        }
        if (!validation.isEmpty()) {
            curve("active units", validation.numbers("active_units"), Phase.VALIDATION.word())
                    .ifPresent(lines::add);
        }
        return lines.stream()
                .map(line -> line.substring(0, Math.min(line.length(), longest)))
                .toList();
    }

    private String state(MetricsTable steps) {
        if (run.ended().isPresent()) {
            WatchedRun.Ending ending = run.ended().get();
            // Not of the table: its last row of steps may be nine steps older.
            return ending.status() + " after " + ending.epochs() + "/" + run.epochs() + " epochs, "
                    + step(ending.steps()) + (ending.reason().isEmpty() ? "" : ": " + ending.reason());
        }
        String where = steps.isEmpty()
                ? "no step measured yet"
                : place((long) steps.last("epoch").orElse(0), (long)
                        steps.last("step").orElse(0));
        if (run.silence().compareTo(STILL) > 0) {
            return "no news for " + Numbers.clock((double) run.silence().toSeconds()) + " (has its process ended?); "
                    + where;
        }
        return "running; " + where + left();
    }

    private String place(long epoch, long step) {
        return "epoch " + epoch + "/" + run.epochs() + ", " + step(step);
    }

    private String step(long step) {
        return "step " + Numbers.grouped(step) + " of " + Numbers.grouped(run.totalSteps());
    }

    private String left() {
        OptionalDouble seconds = run.metrics().secondsLeft();
        return seconds.isEmpty() ? "" : ", " + Numbers.clock(seconds.getAsDouble()) + " left";
    }

    /** Name, first number, curve, last number; empty if there is no number at all. */
    private Optional<String> curve(String name, double[] values, String unit) {
        double[] known = Arrays.stream(values).filter(Double::isFinite).toArray();
        if (known.length == 0) {
            return Optional.empty();
        }
        String first = right(Numbers.significant(known[0]));
        String last = right(Numbers.significant(known[known.length - 1]));
        String label = "  " + name + " ".repeat(Math.max(1, NAME - name.length()));
        int room = columns - 1 - label.length() - 2 - NUMBER;
        int width = room - NUMBER - 2 - 2 - UNIT;
        if (width < LEAST_CURVE) {
            String line = Sparkline.of(values, Math.max(1, room), unicode);
            return Optional.of(label + line + " ".repeat(Math.max(1, room) - line.length()) + "  " + last);
        }
        String line = Sparkline.of(values, width, unicode);
        String tail = "  " + last + "  " + unit;
        return Optional.of(label + first + "  " + line + " ".repeat(width - line.length()) + tail.stripTrailing());
    }

    private static String right(String number) {
        return " ".repeat(Math.max(0, NUMBER - number.length())) + number;
    }

    /** The words of a line over as many lines as they take; a word that is longer than the terminal is wide is broken. */
    private List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > longest) {
            int space = rest.lastIndexOf(' ', longest);
            int end = space > 0 ? space : longest;
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }
}
