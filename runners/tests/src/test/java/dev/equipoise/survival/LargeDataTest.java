package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.equipoise.app.ChildJvm;
import dev.equipoise.data.sprites.Sprites;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.model.MlpVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.schedules.FixedBeta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Data that fit neither the heap nor what the device is given. By default, 295 MB of sprites with a heap of 128 MB; with
 * {@code -Dequipoise.sprites=222222}, 200,000 training sprites, 3.3 GB, with a heap of 1 GiB.
 */
@Tag("slow")
class LargeDataTest {

    private static final int SPRITES = Integer.getInteger("equipoise.sprites", 20_000);
    private static final boolean MANY = SPRITES > 100_000;

    @Experiment(name = "many-sprites", epochs = 10, batchSize = 128, seed = 7)
    @Sprites
    @MlpVae(hidden = 200, latent = 10)
    @BernoulliNll
    @FixedBeta(beta = 1)
    static final class ManySprites {}

    @TempDir
    Path runs;

    @ParameterizedTest
    @EnumSource
    void theyAreTrainedOnAndEvaluatedInLittleMemory(EngineName engine) throws IOException, InterruptedException {
        assumeThat(Path.of("/proc/self/status"))
                .as("resident memory is read from /proc")
                .exists();
        Path peak = runs.resolve("peak");
        new ChildJvm(ChildJvm.ownClassPath(), runs, Map.of(), List.of(MANY ? "-Xmx1g" : "-Xmx128m", "-Dpeak=VmHWM"))
                .run(
                        PeakMain.class.getName(),
                        peak.toString(),
                        "run",
                        "many-sprites",
                        "--engine",
                        engine.djlName(),
                        "--runs",
                        runs.resolve("runs").toString(),
                        "--metrics-port",
                        "0",
                        "--set",
                        "sprites.examples=" + SPRITES,
                        "--with",
                        "stopAtStep",
                        "--set",
                        "stopAtStep.step=20")
                .well();

        assertThat(Long.parseLong(Files.readString(peak)))
                .as("KiB of resident memory")
                .isLessThan(MANY ? 2L << 20 : 1L << 20);
        JsonNode summary = summary();
        assertThat(summary.get("steps").asLong()).isEqualTo(20);
        assertThat(summary.at("/train/kl").isNumber()).isTrue();
        assertThat(summary.at("/validation/reconstruction").asDouble()).isPositive();
    }

    private JsonNode summary() throws IOException {
        try (Stream<Path> files = Files.walk(runs)) {
            Path file = files.filter(path -> path.endsWith("summary.json"))
                    .findFirst()
                    .orElseThrow();
            return JsonMapper.builder().build().readTree(file.toFile());
        }
    }
}
