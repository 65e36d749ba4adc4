package dev.equipoise.metrics.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.HostName;
import dev.equipoise.disk.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file by which Prometheus discovers a live run through {@code file_sd_configs}. Each run has one file, written
 * when its endpoint is up and deleted when the endpoint is closed. The file of a process that died stays until the next
 * run on the same machine writes into the folder, so that its target appears as down. Labels that begin with {@code __}
 * are dropped after relabelling.
 */
public final class TargetFile implements AutoCloseable {
    /** The default folder of the files, in the folder of runs. */
    public static final String FOLDER = ".prometheus";

    private static final Logger LOG = LoggerFactory.getLogger(TargetFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOST = "__equipoise_host";
    private static final String PROCESS = "__equipoise_process";
    private static final String BEGAN = "__equipoise_began";

    private final Disk disk;
    private final Path file;

    private TargetFile(Disk disk, Path file) {
        this.disk = disk;
        this.file = file;
    }

    /** Removes the files of dead processes of this machine, and writes the file of a run. */
    public static TargetFile write(Disk disk, Path folder, MetricsEndpoint endpoint, String experiment, String run)
            throws IOException {
        disk.createDirectories(folder);
        ProcessHandle process = ProcessHandle.current();
        removeDead(disk, folder);
        Map<String, String> labels = new TreeMap<>(Map.of(
                "experiment",
                experiment,
                "run",
                run,
                "__scheme__",
                endpoint.scheme(),
                HOST,
                HostName.get(),
                PROCESS,
                Long.toString(process.pid()),
                BEGAN,
                began(process)));
        Map<String, Object> group = new TreeMap<>(Map.of("targets", List.of(endpoint.target()), "labels", labels));
        Path file = folder.resolve(experiment + "." + run + ".json");
        // Prometheus reads *.json, and must not see half a file.
        WholeFile.write(disk, file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(List.of(group)) + "\n");
        return new TargetFile(disk, file);
    }

    private static void removeDead(Disk disk, Path folder) throws IOException {
        String here = HostName.get();
        for (Path file : disk.list(folder)) {
            if (!file.toString().endsWith(".json")) {
                continue;
            }
            JsonNode labels = labels(file);
            if (labels.path(HOST).asText().equals(here) && !lives(labels)) {
                remove(disk, file);
            }
        }
    }

    /** Where it cannot be, such as another user's in a shared folder, it is left to its owner. */
    private static void remove(Disk disk, Path file) {
        try {
            disk.delete(file);
            LOG.debug("removed {}", file);
        } catch (IOException e) {
            LOG.debug("{} stays", file, e);
        }
    }

    private static JsonNode labels(Path file) {
        try {
            return JSON.readTree(file.toFile()).path(0).path("labels");
        } catch (IOException e) {
            // It is no file of ours, or it was just deleted.
            return JSON.createObjectNode();
        }
    }

    private static boolean lives(JsonNode labels) {
        return ProcessHandle.of(labels.path(PROCESS).asLong(-1))
                .filter(ProcessHandle::isAlive)
                .filter(process -> began(process).equals(labels.path(BEGAN).asText()))
                .isPresent();
    }

    /**
     * Tells a process from an earlier one with the same number; empty if the system does not say. Linux counts from
     * its boot, and Java makes of that a time that moves with the clock: there it is the count itself.
     */
    private static String began(ProcessHandle process) {
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            // Fields 3 and on; the second, in parentheses, may hold anything.
            String[] fields = Files.readString(stat, StandardCharsets.ISO_8859_1)
                    .replaceFirst("(?s).*\\) ", "")
                    .split(" ", -1);
            return fields[22 - 3];
        } catch (IOException | IndexOutOfBoundsException e) {
            return process.info().startInstant().map(Instant::toString).orElse("");
        }
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    @Override
    public void close() {
        remove(disk, file);
    }
}
