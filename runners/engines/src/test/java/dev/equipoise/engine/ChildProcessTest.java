package dev.equipoise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class ChildProcessTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void aProgramsOutputIsItsAnswer() {
        assertThat(output(LONG, "sh", "-c", "echo ' clean '; echo loud >&2")).contains("clean");
    }

    @Test
    void aLongAnswerIsReadWhole() {
        assertThat(output(LONG, "sh", "-c", "head -c 300000 /dev/zero | tr '\\0' x"))
                .hasValueSatisfying(text -> assertThat(text).hasSize(300_000));
    }

    @Test
    void aProgramThatFailsOrIsMissingAnswersNothing() {
        assertThat(output(LONG, "sh", "-c", "echo half; exit 3")).isEmpty();
        assertThat(output(LONG, "no-such-program-of-equipoise")).isEmpty();
    }

    @Test
    @Timeout(10)
    void aProgramThatDoesNotAnswerInTimeIsEnded() throws InterruptedException {
        long before = sleeping();

        assertThat(output(Duration.ofMillis(300), "sh", "-c", "echo early; sleep 61 & sleep 61"))
                .isEmpty();

        assertThat(fallsTo(before)).isTrue();
    }

    @Test
    @Timeout(20)
    void aProgramThatNeverStopsWritingIsEnded() throws Exception {
        ChildProcess.Ended ended =
                ChildProcess.run(LONG, new ProcessBuilder("sh", "-c", "yes")).orElseThrow();

        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.output()).hasSizeBetween(ChildProcess.MOST - 2, ChildProcess.MOST);
    }

    @Test
    void theCallerMayWantTheErrorsAndTheExitCode() throws Exception {
        ProcessBuilder program = new ProcessBuilder("sh", "-c", "echo why >&2; exit 3").redirectErrorStream(true);

        assertThat(ChildProcess.run(LONG, program)).contains(new ChildProcess.Ended(3, "why"));
        assertThatThrownBy(() -> ChildProcess.run(LONG, new ProcessBuilder("no-such-program-of-equipoise")))
                .isInstanceOf(IOException.class);
    }

    private static Optional<String> output(Duration within, String... command) {
        return ChildProcess.output(within, new ProcessBuilder(command));
    }

    /** What is killed is gone a moment later; long before it would have ended. */
    private static boolean fallsTo(long number) throws InterruptedException {
        for (int i = 0; i < 100 && sleeping() > number; i++) {
            Thread.sleep(50);
        }
        return sleeping() <= number;
    }

    private static long sleeping() {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info()
                        .commandLine()
                        .filter(line -> line.contains("sleep 61"))
                        .isPresent())
                .filter(ProcessHandle::isAlive)
                .count();
    }
}
