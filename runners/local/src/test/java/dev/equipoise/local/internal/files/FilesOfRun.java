package dev.equipoise.local.internal.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.testing.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A run's files in a directory of their own, written from a few events at a time that stands still. */
abstract class FilesOfRun {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T16:05:01Z"), ZoneOffset.UTC);

    @TempDir
    Path directory;

    final List<String> warnings = new ArrayList<>();
    long nanos;
    final RunFiles files = new RunFiles(CLOCK, new LocalDisk(), () -> nanos, (warning, cause) -> warnings.add(warning));

    void run(int steps) {
        files.started(Events.started(directory));
        for (int step = 0; step < steps; step++) {
            files.stepFinished(Events.step(step, 11.5));
        }
        files.epochFinished(Events.epoch());
        files.finished(Events.finished(directory));
    }

    List<String> names() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.map(file -> file.getFileName().toString()).toList();
        }
    }

    String read(String file) throws IOException {
        return Files.readString(directory.resolve(file));
    }

    JsonNode json(String file) throws IOException {
        return JsonMapper.builder().build().readTree(read(file));
    }
}
