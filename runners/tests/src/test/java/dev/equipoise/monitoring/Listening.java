package dev.equipoise.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server of Prometheus's family on a port of the loopback address that the system chooses, so that no other program can
 * take it between the choice and its use. The port is read from its log.
 */
record Listening(Process process, String address, Path log) {
    private static final Pattern SAID = Pattern.compile("msg=\"Listening on\" address=(127\\.0\\.0\\.1:\\d+)");
    private static final int SECONDS = 60;

    /** Starts it; returns when it listens. */
    static Listening start(Path log, String program, String... options) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Stream.concat(Stream.of(program, "--web.listen-address=127.0.0.1:0"), Stream.of(options))
                                .toList())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        for (int tenths = 0; tenths < 10 * SECONDS && process.isAlive(); tenths++) {
            Matcher said = SAID.matcher(Files.readString(log));
            if (said.find()) {
                return new Listening(process, said.group(1), log);
            }
            Thread.sleep(100);
        }
        process.destroyForcibly();
        throw new AssertionError(program + " does not listen; it said:\n" + Files.readString(log));
    }

    boolean lives() {
        return process.isAlive();
    }

    String said() throws IOException {
        return Files.readString(log);
    }

    /** Asks it to end, and waits: it may write its files once more. */
    void end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
