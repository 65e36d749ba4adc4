package dev.equipoise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged file is read or refused: no other exception, no long wait, no large allocation. */
class IdxFuzzTest {

    private static final int MUTATIONS = Integer.getInteger("equipoise.mutations", 5_000);
    private static final long ALLOCATION = 2_000_000;

    /** A minute for 5,000: no file is waited for, whatever the machine does beside. */
    private static final Duration PATIENCE = Duration.ofMillis(12L * MUTATIONS);

    @TempDir
    Path folder;

    @Test
    void damagedPlainFilesAreReadOrRefused() {
        int refusals = assertTimeoutPreemptively(PATIENCE, () -> refusals(IdxBytes.ubytes(12, 7, 9)));
        assertThat(refusals).isGreaterThan(MUTATIONS / 4);
    }

    @Test
    void damagedGzippedFilesAreReadOrRefused() {
        int refusals = assertTimeoutPreemptively(PATIENCE, () -> refusals(IdxBytes.gzip(IdxBytes.ubytes(12, 7, 9))));
        assertThat(refusals).isGreaterThan(MUTATIONS / 2);
    }

    private int refusals(byte[] good) {
        Random random = new Random(Long.getLong("equipoise.seed", 42));
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] damaged = damaged(good, random);
            IdxFile file = IdxFile.of(IdxBytes.write(folder, "fuzzed", damaged));
            long allocated = allocated();
            long start = threads().getCurrentThreadCpuTime();
            Optional<DataFormatException> refusal = refusal(file);
            long took = threads().getCurrentThreadCpuTime() - start;
            assertThat(allocated() - allocated).isLessThan(ALLOCATION);
            assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofSeconds(1));
            refusal.ifPresent(e -> assertThat(e).hasMessageContainingAll("fuzzed, byte ", ": expected ", ", found "));
            refused += refusal.isPresent() ? 1 : 0;
        }
        return refused;
    }

    private static Optional<DataFormatException> refusal(IdxFile file) {
        try {
            file.read();
            return Optional.empty();
        } catch (DataFormatException e) {
            return Optional.of(e);
        }
    }

    /** Sets bytes, mostly near the beginning, where the headers are, or cuts, or appends. */
    private static byte[] damaged(byte[] good, Random random) {
        byte[] bytes = good.clone();
        switch (random.nextInt(4)) {
            case 0 -> bytes = Arrays.copyOf(good, random.nextInt(good.length));
            case 1 -> bytes = Arrays.copyOf(good, good.length + 1 + random.nextInt(50));
            default -> {
                int reach = random.nextBoolean() ? 30 : bytes.length;
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                    bytes[random.nextInt(reach)] = (byte) random.nextInt(256);
                }
            }
        }
        return bytes;
    }

    private static long allocated() {
        return threads().getCurrentThreadAllocatedBytes();
    }

    /** Of this thread alone: what others take of the processor meanwhile is no fault of the reader. */
    private static ThreadMXBean threads() {
        return (ThreadMXBean) ManagementFactory.getThreadMXBean();
    }
}
