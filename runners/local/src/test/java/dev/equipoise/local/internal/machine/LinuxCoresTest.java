package dev.equipoise.local.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxCoresTest {

    private static final List<String> STAT = List.of(
            "cpu  1700 20 300 9000 100 10 40 7 5 0",
            "cpu0 1000 10 100 4000 50 5 15 3 5 0",
            "cpu1 500 10 100 4000 50 5 15 3 0 0",
            "cpu10 200 0 100 1000 0 0 10 1 0 0",
            "intr 12345 0 0",
            "ctxt 4711");

    @TempDir
    private Path proc;

    @Test
    void busyIsWhatTheAllowedCoresDidForAnyoneButNotTheirWaiting() {
        assertThat(LinuxCores.use(STAT, Set.of(0, 10), 2.5)).contains(new CoreUse(11.30 + 3.10, 2.5, 2));
        assertThat(LinuxCores.use(STAT, Set.of(7), 2.5)).isEmpty();
    }

    @Test
    void theCoresThatTheProcessMayUseAreReadFromItsStatus() throws IOException {
        Files.write(proc.resolve("stat"), STAT);
        Files.writeString(
                Files.createDirectory(proc.resolve("self")).resolve("status"),
                "Name:\tjava\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1\n");

        assertThat(new LinuxCores(proc).read()).hasValueSatisfying(use -> {
            assertThat(use.cores()).isEqualTo(2);
            assertThat(use.busySeconds()).isEqualTo(11.30 + 6.30);
        });
        assertThat(LinuxCores.numbers("0-2,8,10-11")).containsExactlyInAnyOrder(0, 1, 2, 8, 10, 11);
    }

    @Test
    void aSystemWithoutTheseFilesDoesNotTell() throws IOException {
        assertThat(new LinuxCores(proc).read()).isEmpty();
        Files.writeString(Files.createDirectory(proc.resolve("self")).resolve("status"), "Cpus_allowed_list:\t\n");
        Files.write(proc.resolve("stat"), STAT);
        assertThat(new LinuxCores(proc).read()).isEmpty();
    }

    @Test
    void onThisMachineWorkIsSeenAsOwnAndAsBusy() {
        assumeThat(Path.of("/proc/stat")).exists();
        CoreMeter meter = new LinuxCores();
        CoreUse before = meter.read().orElseThrow();
        long end = System.nanoTime() + 500_000_000L;
        double sum = 0;
        while (System.nanoTime() < end || Double.isNaN(sum)) {
            sum += Math.sqrt(sum + 1);
        }
        CoreUse after = meter.read().orElseThrow();

        double own = after.ownSeconds() - before.ownSeconds();
        assertThat(own).isGreaterThan(0.05);
        // Ticks of a hundredth of a second, and the two files are read one after the other.
        assertThat(after.busySeconds() - before.busySeconds()).isGreaterThan(own / 2);
        assertThat(after.cores()).isGreaterThanOrEqualTo(1);
    }
}
