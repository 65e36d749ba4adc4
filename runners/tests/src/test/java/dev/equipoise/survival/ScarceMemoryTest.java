package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.equipoise.app.ChildJvm;
import dev.equipoise.app.ChildJvm.Ended;
import dev.equipoise.run.EngineName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs in processes whose address space the system limits, so that engines really find no memory. */
@Tag("slow")
class ScarceMemoryTest {

    /** Enough for a process of an engine, and not for the array that is asked for. */
    private static final String KIBIBYTES = "6000000";

    @TempDir
    Path folder;

    @BeforeEach
    void limits() {
        assumeThat(Path.of("/proc/self/status"))
                .as("limits of the address space are Linux's")
                .exists();
    }

    @ParameterizedTest
    @CsvSource({"MXNET, Failed to allocate CPU Memory", "PYTORCH, not enough memory|can't allocate memory"})
    void anArrayThatTheEngineCannotHaveIsMendedByHalves(EngineName engine, String words)
            throws IOException, InterruptedException {
        run(engine, KIBIBYTES, "halved", "--set", "starving.lack=ENGINE").well();

        assertThat(log("halved")).containsPattern("out of memory after 3 steps: .*(" + words + ")");
        assertThat(log("halved")).contains("completed after 22 steps");
    }

    /** The limit lies between what whole batches and what halves of them need. On MXNet oneDNN's kernels crash there. */
    @Test
    void aBatchThatDoesNotFitIsTakenInHalvesThatDo() throws IOException, InterruptedException {
        long whole = peak("experiment.batchSize=32768");
        long half = peak("experiment.batchSize=16384");
        assertThat(whole - half).as("KiB that a batch needs beyond its half").isGreaterThan(200_000);

        run(EngineName.PYTORCH, String.valueOf((whole + half) / 2), "wide").well();

        assertThat(log("wide"))
                .contains(
                        "out of memory after 0 steps",
                        "training batches are processed in 2 parts",
                        "completed after 4 steps");
    }

    private long peak(String size) throws IOException, InterruptedException {
        run(EngineName.PYTORCH, "unlimited", "wide", "--runs", "others", "--set", size)
                .well();
        return Long.parseLong(Files.readString(folder.resolve("peak")));
    }

    private Ended run(EngineName engine, String kibibytes, String experiment, String... more)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("peak", "run", experiment, "--engine", engine.djlName()));
        arguments.addAll(List.of("--device", "cpu", "--metrics-port", "0"));
        arguments.addAll(List.of(more));
        List<String> options = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
        // An arena for each thread would reserve more than the batches need.
        return new ChildJvm(ChildJvm.ownClassPath(), folder, Map.of("MALLOC_ARENA_MAX", "1"), options)
                .startBy(
                        List.of("sh", "-c", "ulimit -v " + kibibytes + "; exec \"$@\"", "sh"),
                        PeakMain.class.getName(),
                        arguments.toArray(String[]::new))
                .end();
    }

    private String log(String experiment) throws IOException {
        try (Stream<Path> runs = Files.list(folder.resolve("runs").resolve(experiment))) {
            return Files.readString(runs.findFirst().orElseThrow().resolve("log.txt"));
        }
    }
}
