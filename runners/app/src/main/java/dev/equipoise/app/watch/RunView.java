package dev.equipoise.app.watch;

import dev.equipoise.app.console.Numbers;
import dev.equipoise.app.console.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A run as lines of text: where it stands, and the curves of what it balances. */
public final class RunView {

    /** A run whose files stand still for so long has lost its process, or takes very long steps. */
    private static final Duration STILL = Duration.ofMinutes(1);

    private static final int NAME = 14;
    private static final int NUMBER = 9;
    private static final int UNIT = 11;

    private final WatchedRun run;
    private final boolean unicode;
    private final int columns;

    public RunView(WatchedRun run, Terminal terminal) {
        this.run = run;
        unicode = terminal.unicode();
        columns = terminal.columns();
    }

    /** The lines, none longer than the terminal is wide. */
    public List<String> lines() {
        MetricsTable steps = run.metrics().steps();
        MetricsTable validation = run.metrics().validation();
        List<String> lines = new ArrayList<>();
        lines.add(run.experiment() + "  " + run.directory());
        lines.add(state(steps));
        if (!steps.isEmpty()) {
            curve("squared error", steps.numbers("squared_error"), "per example")
                    .ifPresent(lines::add);
            curve("KL", steps.numbers("kl_nats"), "nats").ifPresent(lines::add);
            curve("beta", steps.numbers("beta"), "").ifPresent(lines::add);
            curve("learning rate", steps.numbers("learning_rate"), "").ifPresent(lines::add);
        }
        if (!validation.isEmpty()) {
            curve("active units", validation.numbers("active_units"), "validation")
                    .ifPresent(lines::add);
        }
        return lines.stream().map(this::cut).toList();
    }

    private String state(MetricsTable steps) {
        String where = steps.isEmpty()
                ? "no step measured yet"
                : "epoch " + (long) steps.last("epoch").orElse(0) + "/" + run.epochs() + ", step "
                        + Numbers.grouped((long) steps.last("step").orElse(0)) + " of "
                        + Numbers.grouped(run.totalSteps());
        if (run.ended().isPresent()) {
            WatchedRun.Ending ending = run.ended().get();
            return ending.status() + " at " + where + (ending.reason().isEmpty() ? "" : ": " + ending.reason());
        }
        if (run.silence().compareTo(STILL) > 0) {
            return "no news for " + Numbers.clock((double) run.silence().toSeconds()) + " (has its process ended?); "
                    + where;
        }
        return "running; " + where + left(steps);
    }

    private String left(MetricsTable steps) {
        OptionalDouble step = steps.last("step");
        OptionalDouble seconds = steps.last("seconds");
        return step.isEmpty() || seconds.isEmpty()
                ? ""
                : ", "
                        + Numbers.clock(
                                seconds.getAsDouble() / step.getAsDouble() * (run.totalSteps() - step.getAsDouble()))
                        + " left";
    }

    /** Name, first number, curve, last number; empty where there is no number at all. */
    private Optional<String> curve(String name, double[] values, String unit) {
        double[] known = Arrays.stream(values).filter(Double::isFinite).toArray();
        if (known.length == 0) {
            return Optional.empty();
        }
        String first = right(Numbers.significant(known[0]));
        String last = right(Numbers.significant(known[known.length - 1]));
        String head = "  " + name + " ".repeat(Math.max(1, NAME - name.length())) + first + "  ";
        String tail = "  " + last + "  " + unit;
        int width = Math.max(1, columns - 1 - head.length() - 2 - NUMBER - 2 - UNIT);
        String line = Sparkline.of(values, width, unicode);
        return Optional.of(head + line + " ".repeat(width - line.length()) + tail.stripTrailing());
    }

    private static String right(String number) {
        return " ".repeat(Math.max(0, NUMBER - number.length())) + number;
    }

    private String cut(String line) {
        return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
    }
}
