package dev.equipoise.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * What one run of a workload measured.
 *
 * @param milliseconds median of its steps
 * @param ownShare of the time of a step that is spent outside calls of the engine, from 0 to 1
 * @param bytes that the run's thread allocates on the heap in a step
 */
record StepCost(double milliseconds, double ownShare, double bytes) {

    private static final String FILE = "benchmark.properties";

    void write(Path directory) {
        try {
            Files.write(
                    directory.resolve(FILE),
                    List.of("milliseconds=" + milliseconds, "ownShare=" + ownShare, "bytes=" + bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StepCost read(Path directory) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(directory.resolve(FILE))) {
            properties.load(reader);
        }
        return new StepCost(
                number(properties, "milliseconds"), number(properties, "ownShare"), number(properties, "bytes"));
    }

    private static double number(Properties properties, String name) {
        return Double.parseDouble(properties.getProperty(name));
    }
}
