package dev.equipoise.app.ending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.ChildJvm;
import dev.equipoise.app.ChildJvm.Running;
import dev.equipoise.run.StopRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process whose work does not come to its next step when it is asked to end. */
class TerminationTest {

    private static final int TERMINATED = 143;

    @TempDir
    Path folder;

    /** Works for ten minutes, whatever it is asked: {@code GRACE-MILLISECONDS}. */
    static final class StuckMain {

        private StuckMain() {}

        public static void main(String... arguments) {
            Duration grace = Duration.ofMillis(Long.parseLong(arguments[0]));
            new Termination(new StopRequest(), grace).during(() -> {
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

    @Test
    void theFirstSignalIsPatientAndTheSecondEndsTheProcessAtOnce() throws IOException, InterruptedException {
        Running child = working(600_000);
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
        Running child = working(200);
        child.signal("TERM");

        assertThat(child.process().waitFor(10, TimeUnit.SECONDS))
                .as("ended by the deadline")
                .isTrue();
        assertThat(child.end().code()).isEqualTo(TERMINATED);
    }

    private Running working(long graceMillis) throws IOException, InterruptedException {
        Running child = new ChildJvm(ChildJvm.ownClassPath(), folder, Map.of(), List.of("-Xmx64m"))
                .start(StuckMain.class.getName(), String.valueOf(graceMillis));
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
