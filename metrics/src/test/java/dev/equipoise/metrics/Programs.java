package dev.equipoise.metrics;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Programs of this machine that tests start. */
public final class Programs {

    private Programs() {}

    /** Whether Prometheus' own tool is there; if not, a line says how to get it, for a skipped test says nothing itself. */
    public static boolean promtool() {
        boolean found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "promtool")));
        if (!found) {
            System.out.println("tests are skipped, for promtool is missing: apt-get install prometheus");
        }
        return found;
    }
}
