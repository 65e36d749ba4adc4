package dev.equipoise.metrics;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Programs of this machine that tests start. */
public final class Programs {

    private Programs() {}

    /** Whether Prometheus' own tool is there; if not, a line says how to get it, for a skipped test says nothing itself. */
    public static boolean promtool() {
        return find("promtool", "prometheus").isPresent();
    }

    /** A browser that needs no screen. */
    public static Optional<String> chromium() {
        return find("chromium", "chromium");
    }

    private static Optional<String> find(String program, String of) {
        Optional<String> found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(place -> Path.of(place, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
        if (found.isEmpty()) {
            System.out.println("tests are skipped, for " + program + " is missing: apt-get install " + of);
        }
        return found;
    }
}
