package dev.equipoise.app.internal.progress;

import static dev.equipoise.app.internal.progress.ProgressListenerTest.epoch;
import static dev.equipoise.app.internal.progress.ProgressListenerTest.startedAfter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.Reports;
import dev.equipoise.app.internal.console.Columns;
import dev.equipoise.app.internal.console.Screen;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StopRequest;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.slf4j.LoggerFactory;

/** What a person sees of a run on a terminal whose two streams are one screen. */
class ScreenOfARunTest {

    private static final int WIDE = 110;
    private static final String FIRST = "digits on MXNet, cpu (no GPU found), 12,345 parameters";
    private static final String SECOND = "files in runs/digits/1";
    private static final String EPOCH = "epoch 1/20: squared error 1 (validation 1), KL 1 nats (validation 1), beta 1";

    private final Screen screen = new Screen(WIDE);
    private final PrintStream out = screen.stream();
    private final PrintStream err = screen.stream();
    private final AtomicInteger width = new AtomicInteger(WIDE);
    private final AtomicLong clock = new AtomicLong();
    private final StopRequest stop = new StopRequest();
    private Runnable changed = () -> {};
    private boolean followed;
    private long steps;

    private final Terminal terminal = Terminal.of(
            out,
            err,
            StandardCharsets.UTF_8,
            true,
            false,
            new Columns(WIDE, () -> OptionalInt.of(width.get()), heard -> {
                changed = heard;
                followed = true;
                return () -> followed = false;
            }));
    private final ProgressListener listener =
            new ProgressListener(terminal, Duration.ZERO, stop, clock::get, Invocation.PLAIN);

    private void start() {
        listener.started(startedAfter(Path.of("runs/digits/1"), 0, 0));
        step();
    }

    private void step() {
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        listener.stepFinished(ProgressListenerTest.step(steps++, 31.25));
    }

    private void resized(int columns) {
        width.set(columns);
        changed.run();
    }

    private static void isLive(String row) {
        assertThat(row).matches("epoch  1/20 .* +\\d+%.*SE 31.25.*");
    }

    @Test
    void everyEpochStandsAboveTheLiveLineWithItsValidation() {
        start();
        listener.epochFinished(epoch(0));

        assertThat(screen.rows())
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo(FIRST),
                        second -> assertThat(second).isEqualTo(SECOND),
                        third -> assertThat(third).startsWith(EPOCH).endsWith("examples/s, 0:19 left"),
                        ScreenOfARunTest::isLive);
        List<String> before = screen.rows();
        step();
        assertThat(screen.rows())
                .hasSameSizeAs(before)
                .last()
                .satisfies(row -> assertThat(row).contains("  1%"));
    }

    @Test
    void aTerminalThatBecomesNarrowerKeepsNothingOfTheLineThatItWrapped() {
        start();
        screen.rewrap(40);
        assertThat(screen.rows()).as("the line of before, wrapped").hasSize(6);
        resized(40);
        step();

        assertThat(screen.rows().get(screen.rows().size() - 1))
                .hasSizeLessThan(40)
                .satisfies(ScreenOfARunTest::isLive);
        screen.rewrap(WIDE);
        assertThat(screen.rows()).hasSize(3).startsWith(FIRST, SECOND);
    }

    @Test
    void aLineThatIsDrawnBeforeTheNewWidthIsKnownDoesNotWrap() {
        start();
        screen.rewrap(40);
        step();
        assertThat(screen.rows())
                .hasSize(4)
                .last()
                .satisfies(row -> assertThat(row).startsWith("epoch  1/20 "));
        resized(40);
        step();

        screen.rewrap(WIDE);
        assertThat(screen.rows()).hasSize(3).startsWith(FIRST, SECOND).last().satisfies(ScreenOfARunTest::isLive);
        assertThat(screen.wrapping()).as("for what others print").isTrue();
    }

    @Test
    void aTerminalThatCutsItsLinesLosesNothingAboveTheLiveOne() {
        start();
        screen.cut(40);
        resized(40);
        step();

        assertThat(screen.rows()).hasSize(3).startsWith(FIRST.substring(0, 40).strip(), SECOND);
    }

    @Test
    void aTerminalThatBecomesWiderIsUsed() {
        start();
        screen.rewrap(40);
        resized(40);
        step();
        assertThat(screen.rows().toString()).doesNotContain("left");
        screen.rewrap(90);
        resized(90);
        step();

        assertThat(screen.rows()).last().satisfies(row -> assertThat(row).endsWith("left"));
    }

    @Test
    void aWarningHasALineOfItsOwnAndTheLiveLineComesBackBelowIt() {
        start();
        terminal.err().println("a warning");
        assertThat(screen.rows()).containsExactly(FIRST, SECOND, "a warning");
        step();

        assertThat(screen.rows())
                .hasSize(4)
                .startsWith(FIRST, SECOND, "a warning")
                .last()
                .satisfies(ScreenOfARunTest::isLive);
    }

    @Test
    void aLineWithoutItsEndIsNotWrittenOver() {
        start();
        terminal.out().print("half of");
        terminal.out().flush();
        step();
        assertThat(screen.rows()).containsExactly(FIRST, SECOND, "half of");
        terminal.out().println(" a line");
        step();

        assertThat(screen.rows()).hasSize(4).startsWith(FIRST, SECOND, "half of a line");
    }

    @Test
    void controlCLeavesItsMessageAndNoLiveLine() {
        start();
        screen.echo("^C");
        terminal.err().println("SIGINT: the run saves a checkpoint");
        stop.make();
        step();
        listener.epochFinished(epoch(0));
        assertThat(screen.rows())
                .hasSize(4)
                .startsWith(FIRST, SECOND, "SIGINT: the run saves a checkpoint")
                .last()
                .satisfies(row -> assertThat(row).startsWith(EPOCH));
        listener.finished(new RunFinished(
                Reports.ended(RunStatus.TERMINATED, Optional.of("it was asked to end"), Path.of("runs"))));

        assertThat(String.join("\n", screen.rows()))
                .contains("left\n\ndigits terminated (it was asked to end)")
                .doesNotContain("^C", "SE 31.25");
    }

    @Test
    void theResultsTakeThePlaceOfTheLiveLine() {
        start();
        listener.finished(new RunFinished(Reports.ended(RunStatus.COMPLETED, Optional.empty(), Path.of("runs"))));

        assertThat(screen.rows()).startsWith(FIRST, SECOND, "").doesNotContain("SE 31.25");
        assertThat(screen.rows().get(3)).startsWith("digits completed");
        assertThat(followed).isTrue();
        listener.closed();
        assertThat(followed)
                .as("nobody asks for the width of a terminal without a run")
                .isFalse();
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    @ResourceLock(Resources.SYSTEM_ERR)
    void whatTheProcessPrintsOnItsOwnStreamsStandsAboveTheLineUntilTheRunIsClosed() {
        PrintStream outBefore = System.out;
        PrintStream errBefore = System.err;
        try {
            System.setOut(out);
            System.setErr(err);
            ProgressListener running = new ProgressListener(
                    Terminal.system(Map.of("EQUIPOISE_TERMINAL", "true", "COLUMNS", "100", "NO_COLOR", "1")),
                    Duration.ZERO,
                    stop,
                    clock::get,
                    Invocation.PLAIN);
            running.started(startedAfter(Path.of("runs/digits/1"), 0, 0));
            running.stepFinished(ProgressListenerTest.step(0, 31.25));
            System.out.println("a listener's line");
            running.stepFinished(ProgressListenerTest.step(1, 31.25));
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            running.stepFinished(ProgressListenerTest.step(2, 31.25));
            LoggerFactory.getLogger("dev.equipoise.Test").warn("a logged line");
            assertThat(screen.rows())
                    .hasSize(4)
                    .last()
                    .satisfies(row -> assertThat(row).endsWith("WARN  Test: a logged line"));
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            running.stepFinished(ProgressListenerTest.step(3, 31.25));
            assertThat(screen.rows()).hasSize(5);
            running.closed();

            assertThat(screen.rows()).hasSize(4).startsWith(FIRST, SECOND, "a listener's line");
            assertThat(System.out).isSameAs(out);
            assertThat(System.err).isSameAs(err);
        } finally {
            System.setOut(outBefore);
            System.setErr(errBefore);
        }
    }
}
