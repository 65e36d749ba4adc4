package dev.equipoise.local.ending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.equipoise.app.ChildJvm;
import dev.equipoise.app.ChildJvm.Ended;
import dev.equipoise.app.ChildJvm.Running;
import dev.equipoise.app.Reports;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StopRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a signal makes of a process, whose work may not come to its next step. */
class TerminationTest {

    private static final int TERMINATED = 143;

    @TempDir
    Path folder;

    /** Works for ten minutes, whatever it is asked: {@code GRACE-MILLISECONDS ASKED-BEFORE}. */
    static final class StuckMain {

        private StuckMain() {}

        public static void main(String... arguments) {
            Duration grace = Duration.ofMillis(Long.parseLong(arguments[0]));
            StopRequest stop = new StopRequest();
            if (Boolean.parseBoolean(arguments[1])) {
                stop.make();
            }
            new Termination(stop, grace).during(() -> {
                System.out.println("working");
                try {
                    Thread.sleep(600_000);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return "done";
            });
        }
    }

    /** Works until it is asked, and has ended so: {@code STATUS}. */
    static final class EndingMain {

        private EndingMain() {}

        public static void main(String... arguments) {
            StopRequest stop = new StopRequest();
            Termination termination = new Termination(stop);
            RunReport report = termination.during(() -> {
                System.out.println("working");
                try {
                    stop.await(Duration.ofMinutes(10));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return Reports.ended(RunStatus.valueOf(arguments[0]), Optional.empty(), Path.of(""));
            });
            termination.exitIfAsked(report);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFirstSignalIsPatientAndTheSecondEndsTheProcessAtOnce(boolean askedBefore)
            throws IOException, InterruptedException {
        Running child = working(StuckMain.class, "600000", String.valueOf(askedBefore));
        child.signal("TERM");
        until(child.err(), "SIGTERM: the run saves a checkpoint at its next step");
        assertThat(child.process().waitFor(300, TimeUnit.MILLISECONDS))
                .as("ended by the first")
                .isFalse();
        child.signal("TERM");

        assertThat(child.process().waitFor(10, TimeUnit.SECONDS))
                .as("ended by the second")
                .isTrue();
        assertThat(child.end().code()).isEqualTo(TERMINATED);
    }

    @Test
    void theDeadlineEndsAProcessThatDoesNotComeToItsNextStep() throws IOException, InterruptedException {
        Running child = working(StuckMain.class, "200", "false");
        child.signal("TERM");

        assertThat(child.process().waitFor(10, TimeUnit.SECONDS))
                .as("ended by the deadline")
                .isTrue();
        assertThat(child.end().code()).isEqualTo(TERMINATED);
    }

    @ParameterizedTest
    @CsvSource({"COMPLETED, 143", "TERMINATED, 143", "DIVERGED, 70"})
    void aProcessThatWasSignalledEndsWithTheCodeOfARunThatEndedBadly(RunStatus ended, int code)
            throws IOException, InterruptedException {
        Running child = working(EndingMain.class, ended.name());
        child.signal("TERM");

        assertThat(child.end().code()).isEqualTo(code);
    }

    /** A closed terminal, and what batch systems send before the time is up. Only nohup would make SIGHUP ignored. */
    @ParameterizedTest
    @ValueSource(strings = {"HUP", "USR1"})
    void otherSignalsThatWouldEndTheProcessEndItAsSigtermDoes(String signal) throws IOException, InterruptedException {
        assumeThat(signal.equals("HUP") && ignoresHangups()).isFalse();
        Running child = working(EndingMain.class, RunStatus.TERMINATED.name());
        child.signal(signal);

        Ended ended = child.end();
        assertThat(ended.code()).isEqualTo(TERMINATED);
        assertThat(ended.err()).contains("SIG" + signal + ": the run saves a checkpoint at its next step");
    }

    private static boolean ignoresHangups() throws IOException, InterruptedException {
        // A shell that inherits an ignored signal cannot be ended by it.
        return new ProcessBuilder("sh", "-c", "kill -HUP $$").start().waitFor() == 0;
    }

    @Test
    void aProcessGoesOnWhereItsRunWasAskedByNoSignal() {
        StopRequest stop = new StopRequest();
        Termination termination = new Termination(stop);
        stop.make();

        termination.exitIfAsked(Reports.ended(RunStatus.TERMINATED, Optional.empty(), folder));
    }

    private Running working(Class<?> main, String... arguments) throws IOException, InterruptedException {
        Running child = new ChildJvm(ChildJvm.ownClassPath(), folder, Map.of(), List.of("-Xmx64m"))
                .start(main.getName(), arguments);
        until(child.out(), "working");
        return child;
    }

    private static void until(Path output, String text) throws InterruptedException {
        for (int i = 0; i < 2000 && !read(output).contains(text); i++) {
            Thread.sleep(10);
        }
        assertThat(read(output)).contains(text);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
