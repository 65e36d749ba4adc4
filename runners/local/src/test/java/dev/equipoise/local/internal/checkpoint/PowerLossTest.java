package dev.equipoise.local.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.disk.SimulatedDisk;
import dev.equipoise.disk.SimulatedDisk.PowerLoss;
import dev.equipoise.disk.SimulatedDisk.Survives;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The power goes before every single call to the disk in turn: after the restart the newest checkpoint is whole, and no
 * older than the last one that was reported as saved.
 */
class PowerLossTest {

    private static final Path RUN = Path.of("run");
    private static final int CHECKPOINTS = 6;

    @ParameterizedTest
    @EnumSource
    void noCallIsTheOneThatLosesACheckpoint(Survives survives) throws IOException {
        long calls = callsOfAWholeRun();
        assertThat(calls).isGreaterThan(100);

        for (long before = 0; before < calls; before++) {
            assertThat(violation(new SimulatedDisk(), before, survives))
                    .as("power lost before call %d, %s survives", before, survives)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NOTHING", "NAMES", "NAMES_AND_HALF_OF_THE_DATA"})
    void aDiskThatForcesNothingIsFoundOut(Survives survives) throws IOException {
        long calls = callsOfAWholeRun();
        List<String> violations = new ArrayList<>();
        for (long before = 0; before < calls; before++) {
            violation(new SimulatedDisk(false), before, survives).ifPresent(violations::add);
        }
        assertThat(violations).isNotEmpty();
    }

    private static long callsOfAWholeRun() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        disk.createDirectories(RUN);
        long before = disk.calls();
        save(disk, new long[1]);
        return disk.calls() - before;
    }

    /** Two of the same step, and more than are kept. */
    private static void save(SimulatedDisk disk, long[] reported) throws IOException {
        CheckpointStore store = Checkpoints.store(disk, RUN);
        for (long i = 1; i <= CHECKPOINTS; i++) {
            long steps = 10 * ((i + 1) / 2);
            store.write(Checkpoints.snapshot(steps), Checkpoints.info(steps));
            reported[0] = steps;
        }
    }

    private static Optional<String> violation(SimulatedDisk disk, long before, Survives survives) throws IOException {
        disk.createDirectories(RUN);
        disk.forceAll();
        long[] reported = {0};
        disk.losePowerAfter(before);
        try {
            save(disk, reported);
        } catch (PowerLoss e) {
            // what it is for
        }
        SimulatedDisk after = disk.restarted(survives);
        CheckpointStore store = Checkpoints.store(after, RUN);
        Optional<Saved> newest = store.newest(saved -> {});
        long found = newest.map(saved -> saved.info().steps()).orElse(0L);
        if (found < reported[0]) {
            return Optional.of("reported " + reported[0] + " steps, found " + found);
        }
        if (newest.isPresent()
                && !newest.get()
                        .snapshot()
                        .parameters()
                        .equals(Checkpoints.snapshot(found).parameters())) {
            return Optional.of("the checkpoint of " + found + " steps holds others");
        }
        return after.list(RUN.resolve("checkpoints")).stream()
                .filter(path -> path.toString().endsWith(".corrupt"))
                .findFirst()
                .map(path -> path + " got its name before it was whole");
    }
}
