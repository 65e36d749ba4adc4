package dev.equipoise.monitoring;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Programs of this machine that tests start. */
final class Programs {

    private Programs() {}

    /** Skips the test where a program of this Debian package is missing, with a line that says how to get it. */
    static void need(String program, String debianPackage) {
        if (!found(program)) {
            System.out.println("tests are skipped, for " + program + " is missing: apt-get install " + debianPackage);
        }
        assumeTrue(found(program));
    }

    static boolean found(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
