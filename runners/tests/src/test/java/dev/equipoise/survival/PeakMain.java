package dev.equipoise.survival;

import dev.equipoise.app.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The command line, which at its end writes the largest address space that the process had, in KiB, or with {@code
 * -Dpeak=VmHWM} the largest resident memory.
 */
final class PeakMain {

    private PeakMain() {}

    public static void main(String[] arguments) {
        Path peak = Path.of(arguments[0]);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> write(peak)));
        Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    private static void write(Path peak) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith(System.getProperty("peak", "VmPeak") + ":")) {
                    Files.writeString(peak, line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
