package dev.equipoise.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    private Path folder;

    @Test
    void theMemoryOfTheProcessIsWhatTheSystemSaysAndThatOutsideTheHeapTheRest() throws Exception {
        Path status = Files.writeString(folder.resolve("status"), "Name:\tjava\nVmRSS:\t 8388608 kB\nThreads:\t9\n");
        new ProcessMeters(status).bindTo(registry);

        assertThat(value("process.resident.memory.bytes")).isEqualTo(8L << 30);
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
        assertThat(value("process.native.memory.bytes")).isEqualTo((8L << 30) - heap);
    }

    @Test
    void whatTheSystemDoesNotSayIsAbsent() {
        new ProcessMeters(folder.resolve("missing")).bindTo(registry);
        assertThat(registry.find("process.resident.memory.bytes").gauge()).isNull();
        assertThat(registry.find("process.native.memory.bytes").gauge()).isNull();
    }

    @Test
    void processorTimeAndOpenFilesGrow() throws Exception {
        new ProcessMeters().bindTo(registry);
        double before = registry.get("process.cpu.seconds").functionCounter().count();
        double files = value("process.open.fds");
        // More than what others of this process may close meanwhile.
        List<InputStream> open = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                open.add(Files.newInputStream(Files.writeString(folder.resolve("file"), "x")));
            }
            assertThat(value("process.open.fds")).isBetween(files + 100, files + 300);
        } finally {
            for (InputStream stream : open) {
                stream.close();
            }
        }
        // However long that takes where others have the processor.
        long until = System.nanoTime() + 60_000_000_000L;
        while (registry.get("process.cpu.seconds").functionCounter().count() < before + 0.05
                && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(registry.get("process.cpu.seconds").functionCounter().count())
                .isBetween(before + 0.05, before + 60);
        assertThat(value("process.max.fds")).isGreaterThan(files);
    }

    private double value(String name) {
        return registry.get(name).gauge().value();
    }
}
