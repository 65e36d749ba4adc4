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
import java.util.function.Consumer;

/**
 * Damages a good file in many ways, each of which must be read or refused by an error that names the file: no other
 * exception, no long wait, no large allocation.
 *
 * @param allocation the most bytes that one reading may allocate
 * @param mutations how many
 */
public record DamagedFiles(long allocation, int mutations) {

    /** Patience for one reading, on the processor. */
    private static final Duration LONG = Duration.ofSeconds(1);

    /** As many mutations as {@code -Dequipoise.mutations} says, or 500. */
    public static DamagedFiles of(long allocation) {
        return new DamagedFiles(allocation, Integer.getInteger("equipoise.mutations", 500));
    }

    /**
     * Writes and reads them all.
     *
     * @return how many were refused
     */
    public int refusals(Path file, byte[] good, Consumer<Path> reading) {
        return assertTimeoutPreemptively(
                Duration.ofMillis(20_000 + 30L * mutations), () -> refused(file, good, reading));
    }

    private int refused(Path file, byte[] good, Consumer<Path> reading) {
        Random random = new Random(Long.getLong("equipoise.seed", 42));
        int refused = 0;
        for (int i = 0; i < mutations; i++) {
            IdxBytes.write(file.getParent(), file.getFileName().toString(), damaged(good, random));
            long allocated = threads().getCurrentThreadAllocatedBytes();
            long start = threads().getCurrentThreadCpuTime();
            Optional<DataFormatException> refusal = refusal(file, reading);
            long took = threads().getCurrentThreadCpuTime() - start;
            assertThat(threads().getCurrentThreadAllocatedBytes() - allocated).isLessThan(allocation);
            assertThat(Duration.ofNanos(took)).isLessThan(LONG);
            refusal.ifPresent(
                    e -> assertThat(e).hasMessageContaining(file.getFileName().toString()));
            refused += refusal.isPresent() ? 1 : 0;
        }
        return refused;
    }

    private static Optional<DataFormatException> refusal(Path file, Consumer<Path> reading) {
        try {
            reading.accept(file);
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
                int reach = random.nextBoolean() ? Math.min(128, bytes.length) : bytes.length;
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                    bytes[random.nextInt(reach)] = (byte) random.nextInt(256);
                }
            }
        }
        return bytes;
    }

    /** Of this thread alone: what others take of the processor meanwhile is no fault of the reader. */
    private static ThreadMXBean threads() {
        return (ThreadMXBean) ManagementFactory.getThreadMXBean();
    }
}
