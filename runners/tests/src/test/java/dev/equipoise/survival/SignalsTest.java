package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.equipoise.app.ChildJvm;
import dev.equipoise.app.ChildJvm.Ended;
import dev.equipoise.app.ChildJvm.Running;
import dev.equipoise.app.Equipoise;
import dev.equipoise.engine.EngineThread;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A training process that is asked to end. */
class SignalsTest {

    private static final long SIGINT = 2;
    private static final List<String> RESETTING = List.of("env", "--default-signal=INT");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void sigtermSavesACheckpointAndEndsWithItsCode(EngineName engine) throws IOException, InterruptedException {
        signalled(engine, "TERM", List.of());
    }

    /** A process in the background, as a build may be, ignores SIGINT, and so would its children. */
    @Tag("slow")
    @Test
    void controlCDoesSoToo() throws IOException, InterruptedException {
        boolean resets = resetsInterrupts();
        assumeThat(resets || !ignoresInterrupts())
                .as("SIGINT as a terminal's processes have it: env of GNU's coreutils 8.31 gives it to a child")
                .isTrue();

        signalled(EngineName.PYTORCH, "INT", resets ? RESETTING : List.of());
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void tenSignalsInOneRunLeaveTheEndOfARunWithoutAny(EngineName engine) throws IOException, InterruptedException {
        Random random = new Random(Long.getLong("equipoise.seed", 20_261_122));
        Marathons marathons = new Marathons(folder, engine);
        String[] longer = {"--set", "experiment.epochs=60"};
        Running child = marathons.run(longer);
        Path run = marathons.started(child, 1);
        for (int signals = 1; signals <= 10; signals++) {
            Thread.sleep(random.nextInt(300));
            child.signal("TERM");
            assertThat(child.end().code())
                    .as("exit code after signal %d", signals)
                    .isEqualTo(143);
            child = marathons.resume(run);
            marathons.started(child, signals + 1);
        }
        child.end().well();

        Remains.areEqual(run, marathons.undisturbed(longer));
    }

    /** Two runs of a program, which wait for their turns before the first begins: {@code EPOCHS} of that. */
    static final class QueueMain {

        private QueueMain() {}

        public static void main(String... arguments) {
            EngineThread.call(() -> {
                queue("first", arguments[0]);
                queue("second", "400");
                return "both wait";
            });
        }

        private static void queue(String folder, String epochs) {
            Setting setting = new Setting("experiment.epochs", epochs, "test");
            Overrides overrides = new Overrides(List.of(setting), List.of(), Set.of(), false);
            RunOptions options =
                    new RunOptions(EngineName.PYTORCH, "cpu", Path.of(folder, "runs"), Monitoring.onPort(0));
            Thread caller = new Thread(() -> Equipoise.run(Marathon.class, overrides, options));
            // As the engine's thread is, which makes it.
            caller.setDaemon(false);
            caller.start();
            while (!waits(caller)) {
                Thread.onSpinWait();
            }
        }

        private static boolean waits(Thread caller) {
            return caller.getState() == Thread.State.WAITING
                    && Stream.of(caller.getStackTrace())
                            .anyMatch(frame -> frame.getClassName().equals(EngineThread.class.getName()));
        }
    }

    @ParameterizedTest
    @CsvSource({"first, 400", "second, 1"})
    void ofTwoRunsInAProcessTheOneThatTrainsIsAsked(String training, String epochsOfTheFirst)
            throws IOException, InterruptedException {
        Running child = new ChildJvm(ChildJvm.ownClassPath(), folder, Map.of())
                .start(QueueMain.class.getName(), epochsOfTheFirst);
        Path run = new Marathons(folder.resolve(training), EngineName.PYTORCH).started(child, 1);
        child.signal("TERM");
        Ended ended = child.end();

        assertThat(ended.code()).as(ended.err()).isEqualTo(143);
        assertThat(run.resolve("summary.json")).content().contains("\"terminated\"");
        assertThat(run.resolve("log.txt")).content().containsPattern("checkpoint of \\d+ steps \\(terminated\\)");
    }

    private void signalled(EngineName engine, String signal, List<String> launcher)
            throws IOException, InterruptedException {
        Marathons marathons = new Marathons(folder, engine);
        Running child = marathons.runBy(launcher, "--set", "experiment.epochs=400");
        Path run = marathons.started(child, 1);
        Thread.sleep(50);
        long asked = System.nanoTime();
        child.signal(signal);
        Ended ended = child.end();

        assertThat(ended.code()).as(ended.err()).isEqualTo(143);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(15));
        assertThat(ended.err()).contains("SIG" + signal + ": the run saves a checkpoint");
        assertThat(run.resolve("summary.json")).content().contains("\"terminated\"");
        long steps = JsonMapper.builder()
                .build()
                .readTree(run.resolve("summary.json").toFile())
                .get("steps")
                .asLong();
        assertThat(run.resolve("log.txt"))
                .content()
                .as("what is due at the last step is of the interval")
                .containsPattern("checkpoint of " + steps + " steps \\((terminated|interval)\\)");
    }

    @Tag("slow")
    @Test
    void aRunThatLingersEndsAtOnce() throws IOException, InterruptedException {
        Marathons marathons = new Marathons(folder, EngineName.PYTORCH);
        Running child = marathons.run("--set", "experiment.epochs=1", "--linger", "600");
        Path run = marathons.started(child, 1);
        Marathons.until(child, () -> Files.exists(run.resolve("summary.json")));
        child.signal("TERM");
        long asked = System.nanoTime();

        assertThat(child.end().code()).isIn(0, 143);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
        assertThat(run.resolve("summary.json")).content().contains("\"completed\"");
    }

    private static boolean resetsInterrupts() throws InterruptedException {
        try {
            return new ProcessBuilder(Stream.concat(RESETTING.stream(), Stream.of("true"))
                                    .toList())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noEnv) {
            return false;
        }
    }

    /** As a shell without job control makes what it starts in the background do. */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                        .anyMatch(ignored -> (ignored >> (SIGINT - 1) & 1) == 1);
    }
}
