package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.equipoise.app.RunsHere;
import dev.equipoise.data.Digits;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.local.internal.machine.CoreUse;
import dev.equipoise.model.MlpVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunWarned;
import dev.equipoise.schedules.FixedBeta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run beside others that take its cores, on a machine that is made up. */
class TakenCoresRunTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int CORES = 2;

    @Experiment(name = "taken-cores", epochs = 1, batchSize = 512, seed = 7)
    @Digits
    @Standardize
    @MlpVae(hidden = 64, latent = 4)
    @FixedBeta(beta = 1)
    static final class Shared {}

    @TempDir
    private Path folder;

    private final List<RunWarned> warnings = new ArrayList<>();

    private RunReport run(double others) {
        AtomicLong clock = new AtomicLong();
        RunsHere runs = new RunsHere(EngineName.MXNET, folder, () -> clock.addAndGet(SECOND), () -> {
            double seconds = clock.get() * 1e-9;
            return Optional.of(new CoreUse(CORES * seconds, (CORES - others) * seconds, CORES));
        });
        return runs.run(runs.plan(Shared.class), stop -> new RunListener() {
            @Override
            public void warned(RunWarned event) {
                warnings.add(event);
            }
        });
    }

    @Test
    void othersThatTakeTheCoresAreToldOfInEveryPlaceAndChangeNoNumber() throws IOException {
        RunReport alone = run(0);
        assertThat(warnings).isEmpty();
        RunReport shared = run(1.1);
        Object threads = shared.environment().details().get("threads");
        assumeThat(threads).as("threads, of which one waits for no other").isNotEqualTo(1);

        assertThat(warnings).singleElement().satisfies(warning -> {
            assertThat(warning.text())
                    .startsWith("other processes used 1.1 of 2 cores over the last 2")
                    .endsWith(" s, and this run trains with " + threads
                            + " threads, which wait for one another; set OMP_NUM_THREADS=1 (docs/devices.md)");
            assertThat(Files.readString(shared.directory().resolve("log.txt"))).contains(warning.text());
            assertThat(Files.readString(shared.directory().resolve("summary.json")))
                    .contains(warning.text());
        });
        assertThat(shared.trainingLoss()).isEqualTo(alone.trainingLoss());
        assertThat(shared.validation()).isEqualTo(alone.validation());
    }
}
