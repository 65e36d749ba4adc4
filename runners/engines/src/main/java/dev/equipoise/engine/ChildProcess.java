package dev.equipoise.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs another program for a limited time, and reads at most {@value #MOST} bytes of its output. */
public final class ChildProcess {

    static final int MOST = 1 << 20;

    private ChildProcess() {}

    /**
     * How a program ended.
     *
     * @param exitCode the exit code; not 0 if the program wrote more than is read
     * @param output the standard output without leading and trailing blanks
     */
    public record Ended(int exitCode, String output) {}

    /**
     * Runs a program to its end. Empty if it takes too long; the program and its child processes are then killed.
     *
     * @throws IOException if the program cannot be started
     */
    public static Optional<Ended> run(Duration within, ProcessBuilder program)
            throws IOException, InterruptedException {
        Process process = program.start();
        CompletableFuture<Ended> ended = CompletableFuture.supplyAsync(() -> read(process), ChildProcess::start);
        try {
            return Optional.of(ended.get(within.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** The standard output; empty if the program is missing, fails or takes longer. */
    public static Optional<String> output(Duration within, ProcessBuilder program) {
        try {
            return run(within, program.redirectError(ProcessBuilder.Redirect.DISCARD))
                    .filter(ended -> ended.exitCode() == 0)
                    .map(Ended::output);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static void start(Runnable reading) {
        Thread thread = new Thread(reading, "equipoise-child-process");
        thread.setDaemon(true);
        thread.start();
    }

    private static Ended read(Process process) {
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readNBytes(MOST), StandardCharsets.UTF_8).strip();
            boolean more = out.read() >= 0;
            if (more) {
                process.destroyForcibly();
            }
            return new Ended(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }
}
