package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.local.internal.checkpoint.CheckpointStore;
import dev.equipoise.local.internal.checkpoint.Retention;
import dev.equipoise.local.internal.checkpoint.Saved;
import dev.equipoise.local.internal.checkpoint.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a run leaves, without the times that it took: everything in it must be the same of two runs that are the same. */
final class Remains {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> TIMES =
            Set.of("seconds", "stepSeconds", "examplesPerSecond", "examples_per_second", "seconds_left");

    private Remains() {}

    /** Asserts that two runs left the same; if they did not, the first difference is told. */
    static void areEqual(Path run, Path other) throws IOException {
        Map<String, List<?>> left = of(run);
        Map<String, List<?>> right = of(other);
        left.forEach((file, content) -> {
            List<?> expected = right.getOrDefault(file, List.of());
            for (int i = 0; i < Math.min(content.size(), expected.size()); i++) {
                assertThat(content.get(i)).as("item %d of %s", i, file).isEqualTo(expected.get(i));
            }
            assertThat(content).as("items of %s", file).hasSameSizeAs(expected);
        });
    }

    /** By name of the file: arrays as their bits, tables by line. */
    static Map<String, List<?>> of(Path run) throws IOException {
        Path checkpoint = newest(run);
        Map<String, List<?>> remains = new LinkedHashMap<>();
        remains.put("metrics.csv", table(run.resolve("metrics.csv")));
        remains.put("params.bin", floats(checkpoint.resolve("params.bin")));
        remains.put("optim.bin", floats(checkpoint.resolve("optim.bin")));
        if (Files.exists(checkpoint.resolve("critics.bin"))) {
            remains.put("critics.bin", floats(checkpoint.resolve("critics.bin")));
        }
        remains.put("state.json", json(checkpoint.resolve("state.json")));
        remains.put("summary.json", json(run.resolve("summary.json")));
        return remains;
    }

    /** The directory of the newest checkpoint. */
    static Path newest(Path run) throws IOException {
        return checkpoints(run).stream()
                .filter(name -> name.matches("step-[0-9-]+"))
                .max(String::compareTo)
                .map(run.resolve("checkpoints")::resolve)
                .orElseThrow();
    }

    /** Names of all that lies beside the checkpoints, and of these. */
    static List<String> checkpoints(Path run) throws IOException {
        try (Stream<Path> found = Files.list(run.resolve("checkpoints"))) {
            return found.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /** Writes the newest checkpoint anew, changed. */
    static void rewriteNewest(Path run, UnaryOperator<Snapshot> change) throws IOException {
        CheckpointStore store =
                new CheckpointStore(new LocalDisk(), run, new Retention(100), Clock.systemUTC(), "test");
        Saved saved = store.peekNewest().orElseThrow();
        store.write(change.apply(saved.snapshot()), saved.info());
    }

    private static List<?> floats(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return IntStream.range(0, bytes.length).mapToObj(i -> bytes[i]).toList();
    }

    private static List<?> json(Path file) throws IOException {
        JsonNode tree = JSON.readTree(file.toFile());
        tree.findParents("seconds").forEach(Remains::withoutTimes);
        tree.findParents("examplesPerSecond").forEach(Remains::withoutTimes);
        return tree.toPrettyString().lines().toList();
    }

    private static void withoutTimes(JsonNode node) {
        ((ObjectNode) node).remove(TIMES);
    }

    private static List<?> table(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> header = List.of(lines.get(0).split(",", -1));
        return lines.stream()
                .map(line -> line.split(",", -1))
                .map(cells -> IntStream.range(0, cells.length)
                        .filter(column -> !TIMES.contains(header.get(column)))
                        .mapToObj(column -> Arrays.asList(cells).get(column))
                        .collect(Collectors.joining(",")))
                .toList();
    }
}
