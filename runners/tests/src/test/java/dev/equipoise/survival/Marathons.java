package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.fail;

import dev.equipoise.app.ChildJvm;
import dev.equipoise.app.ChildJvm.Running;
import dev.equipoise.run.EngineName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Marathons in processes of their own, by the command line.
 *
 * @param folder their working directory
 */
record Marathons(Path folder, EngineName engine) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Starts a run, with further options of {@code run}. */
    Running run(String... more) throws IOException {
        return runBy(List.of(), more);
    }

    /** The same by a program that becomes the virtual machine. */
    Running runBy(List<String> launcher, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of("run", "marathon", "--engine", engine.djlName()));
        command.addAll(List.of("--device", "cpu", "--metrics-port", "0", "--runs", "runs"));
        command.addAll(List.of(more));
        return start(launcher, command);
    }

    /** Goes on with a run. */
    Running resume(Path run) throws IOException {
        return start(List.of(), List.of("resume", run.toString(), "--device", "cpu", "--metrics-port", "0"));
    }

    private Running start(List<String> launcher, List<String> command) throws IOException {
        List<String> options = List.of("-Xmx256m");
        return new ChildJvm(ChildJvm.ownClassPath(), folder, Map.of(), options)
                .startBy(launcher, "dev.equipoise.app.Main", command.toArray(String[]::new));
    }

    /** The directory of the one run, once its log tells of so many starts. */
    Path started(Running child, int starts) throws IOException, InterruptedException {
        until(
                child,
                () -> logs().filter(line -> line.contains(" started marathon,")).count() >= starts);
        return directory();
    }

    /** A run that nobody disturbs, in another folder; its directory. Engines see another process, as they do of a resume. */
    Path undisturbed(String... more) throws IOException, InterruptedException {
        Marathons others = new Marathons(Files.createDirectories(folder.resolve("undisturbed")), engine);
        others.run(more).end().well();
        return others.directory();
    }

    /** How many checkpoints the log tells of. */
    long told() {
        return logs().filter(line -> line.contains(" checkpoint of ")).count();
    }

    /** Waits until it tells of so many. */
    void saved(Running child, long checkpoints) throws IOException, InterruptedException {
        until(child, () -> told() >= checkpoints);
    }

    /** Waits for something that a child is about to do; ends the child where it does not. */
    static void until(Running child, BooleanSupplier done) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            boolean atWork = child.process().isAlive() || done.getAsBoolean();
            if (!atWork || System.nanoTime() > deadline) {
                child.process().destroyForcibly();
                fail("a child must do so within %s, got %s", PATIENCE, Files.readString(child.err()));
            }
            Thread.sleep(5);
        }
    }

    private Path directory() throws IOException {
        try (Stream<Path> runs = Files.list(folder.resolve("runs").resolve("marathon"))) {
            return runs.findFirst().orElseThrow(() -> new NoSuchFileException("a run in " + folder));
        }
    }

    private Stream<String> logs() {
        try {
            return Files.readAllLines(directory().resolve("log.txt")).stream();
        } catch (IOException notThereYet) {
            return Stream.empty();
        }
    }
}
