package dev.equipoise.monitoring;

import dev.equipoise.app.Main;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A run in a process of its own, as the command line starts it, on one core of the processor. */
final class Training {
    private final Process process;

    private Training(Process process) {
        this.process = process;
    }

    /** Starts {@code equipoise run}; its words go to a file beside the runs. */
    static Training start(String experiment, Path runs, String... options) throws IOException {
        return startFinding(Optional.empty(), experiment, runs, options);
    }

    /** The same with a folder before all others on its PATH. */
    static Training startFinding(Optional<Path> programs, String experiment, Path runs, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                experiment,
                "--runs",
                runs.toString(),
                "--device",
                "cpu",
                "--metrics-port",
                "0"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(runs.resolve(experiment + ".log").toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        programs.ifPresent(folder -> builder.environment()
                .merge("PATH", folder.toString(), (path, first) -> first + File.pathSeparator + path));
        return new Training(builder.start());
    }

    boolean lives() {
        return process.isAlive();
    }

    /** The code that it ended with, once it has. */
    int exitCode() {
        return process.exitValue();
    }

    /** Ends it as the kernel would when memory runs out: nothing is cleaned up. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
