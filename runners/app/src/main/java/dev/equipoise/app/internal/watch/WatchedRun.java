package dev.equipoise.app.internal.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run as its files tell it.
 *
 * @param directory of the run
 * @param experiment its name
 * @param totalSteps that the plan foresees
 * @param epochs that the plan foresees
 * @param ended what {@code summary.json} says; empty while there is none
 * @param silence how long ago its files last changed
 * @param metrics what was measured so far
 */
public record WatchedRun(
        Path directory,
        String experiment,
        long totalSteps,
        int epochs,
        Optional<Ending> ended,
        Duration silence,
        MetricsTable.Kinds metrics) {

    /** How a run ended, after so many complete epochs and steps; the reason is empty if none is told. */
    record Ending(String status, String reason, long epochs, long steps) {}

    private static final String PLAN = "plan.json";
    private static final String METRICS = "metrics.csv";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The directory of a run: the one that is named, or the newest run in a folder of runs or of an experiment. */
    public static Optional<Path> find(Path named) throws IOException {
        if (Files.isRegularFile(named.resolve(PLAN))) {
            return Optional.of(named);
        }
        if (!Files.isDirectory(named)) {
            return Optional.empty();
        }
        try (Stream<Path> below = Files.walk(named, 2)) {
            return below.filter(path -> Files.isRegularFile(path.resolve(PLAN)))
                    .max(Comparator.comparing(WatchedRun::changed));
        }
    }

    /** The run as it is now. */
    public static WatchedRun read(Path directory, Instant now) throws IOException {
        JsonNode plan = JSON.readTree(directory.resolve(PLAN).toFile());
        Path metrics = directory.resolve(METRICS);
        return new WatchedRun(
                directory,
                plain(plan.path("experiment").asText()),
                plan.at("/facts/totalSteps").asLong(),
                plan.at("/facts/epochs").asInt(),
                ended(directory.resolve("summary.json")),
                Duration.between(changed(directory), now),
                Files.exists(metrics) ? MetricsTable.read(metrics) : MetricsTable.Kinds.none());
    }

    private static Optional<Ending> ended(Path summary) throws IOException {
        if (!Files.exists(summary)) {
            return Optional.empty();
        }
        JsonNode json = JSON.readTree(summary.toFile());
        String reason = json.path("reason").isTextual() ? json.get("reason").asText() : "";
        return Optional.of(new Ending(
                plain(json.path("status").asText()),
                plain(reason),
                json.path("epochs").asLong(),
                json.path("steps").asLong()));
    }

    private static Instant changed(Path directory) {
        try {
            Path metrics = directory.resolve(METRICS);
            return Files.getLastModifiedTime(Files.exists(metrics) ? metrics : directory.resolve(PLAN))
                    .toInstant();
        } catch (IOException e) {
            return Instant.MIN;
        }
    }

    /** Without characters that would steer a terminal. */
    static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
