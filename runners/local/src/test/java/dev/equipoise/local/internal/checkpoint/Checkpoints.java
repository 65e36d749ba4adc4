package dev.equipoise.local.internal.checkpoint;

import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.disk.Disk;
import dev.equipoise.run.CheckpointSaved;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Small checkpoints for tests. */
final class Checkpoints {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T16:00:00Z"), ZoneOffset.UTC);

    private Checkpoints() {}

    static CheckpointStore store(Disk disk, Path run) {
        return new CheckpointStore(disk, run, new Retention(2), CLOCK, "test");
    }

    record State(double sum, long steps, double[] window) {}

    /** Every value of it tells the number of steps. */
    static Snapshot snapshot(long steps) {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        parameters.put("encoder.0.weight", tensor(steps, 3, 4));
        parameters.put("encoder.0.bias", tensor(steps + 0.5f, 3));
        Map<String, Tensor> optimizer = new LinkedHashMap<>();
        optimizer.put("first/encoder.0.weight", tensor(-steps, 3, 4));
        State state = new State(0.1 * steps, steps, new double[] {Double.NaN, steps, Double.POSITIVE_INFINITY});
        return new Snapshot(parameters, optimizer, Map.of(), StateJson.tree(state));
    }

    private static Tensor tensor(float value, long... shape) {
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        Arrays.fill(values, value);
        return new Tensor(shape, values);
    }

    static CheckpointInfo info(long steps) {
        return info(steps, 0, true, Optional.empty());
    }

    static CheckpointInfo info(long steps, double seconds, boolean good, Optional<Merit> best) {
        return new CheckpointInfo(
                "run",
                steps,
                0,
                0,
                0,
                OptionalLong.empty(),
                CheckpointSaved.Reason.INTERVAL,
                seconds,
                good,
                best,
                Map.of("experiment.seed", "7"));
    }

    /** All that lies where a run keeps its checkpoints. */
    static List<String> names(Path run) throws IOException {
        try (Stream<Path> found = Files.list(run.resolve("checkpoints"))) {
            return found.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
