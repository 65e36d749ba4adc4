package dev.equipoise.app.internal.progress;

import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.verdict.Unjudged;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.NanoTime;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StopRequest;
import dev.equipoise.text.Numbers;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run: a line an epoch, at most one a second, and always the first and the last; on a terminal one more below
 * them, which is written anew at most ten times a second, until the run is asked to end. Of a run whose model is of no
 * use it is all on standard error: what the command finds is the result.
 */
public final class ProgressListener implements RunListener {

    private static final long NANOS_BETWEEN_LINES = Duration.ofMillis(100).toNanos();
    private static final long NANOS_BETWEEN_EPOCHS = Duration.ofSeconds(1).toNanos();
    private static final double KEPT = 0.95;

    private Terminal terminal;
    private final Duration linger;
    private final StopRequest stop;
    private final LongSupplier nanoTime;
    private final Invocation invocation;
    private final Smoothed squaredError = new Smoothed(KEPT);
    private final Smoothed kl = new Smoothed(KEPT);
    private @Nullable ExperimentPlan plan;
    private Map<String, Double> beside = Map.of();
    private long examples;
    private double seconds;
    private long drawn;
    private long told;
    private Runnable unfollow = () -> {};

    @Inject
    ProgressListener(
            Terminal terminal, RunOptions options, StopRequest stop, NanoTime nanoTime, Invocation invocation) {
        this(terminal, options.monitoring().linger(), stop, nanoTime, invocation);
    }

    ProgressListener(
            Terminal terminal, Duration linger, StopRequest stop, LongSupplier nanoTime, Invocation invocation) {
        this.terminal = terminal;
        this.linger = linger;
        this.stop = stop;
        this.nanoTime = nanoTime;
        this.invocation = invocation;
    }

    @Override
    public void started(RunStarted event) {
        plan = event.plan();
        terminal = unjudged() ? terminal.aside() : terminal;
        if (terminal.interactive()) {
            terminal.live().open();
            unfollow = terminal.width().follow();
        }
        told = nanoTime.getAsLong();
        drawn = told - NANOS_BETWEEN_LINES;
        terminal.out()
                .println(terminal.bold(event.plan().name()) + " on "
                        + event.environment().engine() + ", "
                        + event.environment().device() + " ("
                        + event.environment().deviceReason() + "), " + Numbers.grouped(event.parameters())
                        + " parameters");
        terminal.out().println("files in " + event.directory());
        if (event.steps() == 0 && event.environment().details().get("startedFrom") instanceof Map<?, ?> origin) {
            terminal.out().println(startedFrom(origin));
        }
        if (event.steps() > 0) {
            String steps = Numbers.grouped(event.steps()) + " steps";
            terminal.out()
                    .println(
                            event.steps() < event.plan().facts().totalSteps()
                                    ? "continuing after " + steps + ", in epoch "
                                            + Math.min(
                                                    event.epochs() + 1,
                                                    event.plan().facts().epochs())
                                    : "nothing is left to train after " + steps + "; the results are computed again");
        }
        terminal.out().flush();
    }

    /** Such as "starting from the averaged weights of the decoder of run 20261122-212614-lyj2 after 940 steps". */
    private static String startedFrom(Map<?, ?> origin) {
        return "starting from the " + (Boolean.TRUE.equals(origin.get("averaged")) ? "averaged " : "") + "weights of "
                + ("all".equals(origin.get("taken")) ? "the whole model" : "the " + origin.get("taken")) + " of run "
                + origin.get("run")
                + (origin.get("steps") instanceof Number steps
                        ? " after " + Numbers.grouped(steps.longValue()) + " steps"
                        : "");
    }

    @Override
    public void stepFinished(StepFinished event) {
        beside = event.beside();
        examples += event.readings().examples();
        seconds += event.seconds();
        squaredError.add(event.readings().squaredError());
        kl.add(event.readings().kl());
        long now = nanoTime.getAsLong();
        if (terminal.interactive() && now - drawn >= NANOS_BETWEEN_LINES && !stop.isMade()) {
            drawn = now;
            terminal.live().draw(line(event).bar(terminal.columns(), terminal.unicode()));
        }
    }

    private ProgressLine line(StepFinished event) {
        ExperimentPlan running = started();
        double fraction = Math.min(1, (event.step() + 1.0) / running.facts().totalSteps());
        return new ProgressLine(
                event.epoch() + 1,
                running.facts().epochs(),
                fraction,
                squaredError.value(),
                kl.value(),
                event.beta(),
                seconds > 0 ? examples / seconds : 0,
                event.secondsLeft());
    }

    @Override
    public void epochFinished(EpochFinished event) {
        int epochs = started().facts().epochs();
        long now = nanoTime.getAsLong();
        if (event.epoch() > 0 && event.epoch() + 1 < epochs && now - told < NANOS_BETWEEN_EPOCHS) {
            return;
        }
        told = now;
        String beta = event.training().beta().isPresent()
                ? ", beta " + Numbers.significant(event.training().beta().getAsDouble())
                : "";
        terminal.out()
                .println(String.format(
                        Locale.ROOT,
                        "epoch %d/%d: squared error %s (validation %s), KL %s nats (validation %s)%s%s, %s examples/s%s",
                        event.epoch() + 1,
                        epochs,
                        Numbers.significant(event.training().squaredError()),
                        Numbers.significant(event.validation().squaredError()),
                        Numbers.significant(event.training().kl()),
                        Numbers.significant(event.validation().kl()),
                        beta,
                        furtherTerms(event.training().measures()),
                        Numbers.grouped(Math.round(event.training().examplesPerSecond())),
                        event.secondsLeft().isPresent()
                                ? ", " + Numbers.clock(event.secondsLeft().getAsDouble()) + " left"
                                : ""));
        terminal.out().flush();
        if (terminal.interactive() && !stop.isMade()) {
            terminal.live().again();
        }
    }

    /** Such as ", lateness 0.25"; means over the training steps, for the validation split has none; then the last numbers of procedure and frontier. */
    private String furtherTerms(Map<String, Double> measures) {
        Map<String, Double> all = new LinkedHashMap<>();
        started()
                .furtherMeasures()
                .forEach(measure -> all.put(measure.name(), measures.getOrDefault(measure.name(), Double.NaN)));
        all.putAll(beside);
        return all.entrySet().stream()
                .map(number -> ", " + number.getKey() + " " + Numbers.significant(number.getValue()))
                .collect(Collectors.joining());
    }

    @Override
    public void finished(RunFinished event) {
        ResultTable.print(terminal, event.report(), !unjudged(), linger, invocation);
    }

    @Override
    public void closed() {
        unfollow.run();
        terminal.live().close();
    }

    private boolean unjudged() {
        return plan != null && !plan.parts(Unjudged.class).isEmpty();
    }

    private ExperimentPlan started() {
        if (plan == null) {
            throw new IllegalStateException("a run must start before it makes progress");
        }
        return plan;
    }
}
