package dev.equipoise.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class AnswerTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void aProgramsOutputIsItsAnswer() {
        assertThat(Answer.of(LONG, "sh", "-c", "echo ' clean '; echo loud >&2")).contains("clean");
    }

    @Test
    void aLongAnswerIsReadWhole() {
        assertThat(Answer.of(LONG, "sh", "-c", "head -c 300000 /dev/zero | tr '\\0' x"))
                .hasValueSatisfying(text -> assertThat(text).hasSize(300_000));
    }

    @Test
    void aProgramThatFailsOrIsMissingAnswersNothing() {
        assertThat(Answer.of(LONG, "sh", "-c", "echo half; exit 3")).isEmpty();
        assertThat(Answer.of(LONG, "no-such-program-of-equipoise")).isEmpty();
    }

    @Test
    @Timeout(10)
    void aProgramThatDoesNotAnswerInTimeIsEnded() throws InterruptedException {
        long before = sleeping();

        assertThat(Answer.of(Duration.ofMillis(300), "sh", "-c", "echo early; sleep 61 & sleep 61"))
                .isEmpty();

        assertThat(fallsTo(before)).isTrue();
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
