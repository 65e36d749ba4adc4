package dev.equipoise.metrics;

import dev.equipoise.engine.NvidiaSmi;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory and utilization of the machine's NVIDIA GPUs. Asking the driver starts a process and takes a part of a second, so
 * it is done on a thread of its own, every {@value #SECONDS} seconds.
 */
final class GpuMeters {
    static final int SECONDS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(GpuMeters.class);
    private static final String FIELDS = "index,memory.used,memory.total,utilization.gpu";
    private static final double MIB = 1024 * 1024;

    private final MeterRegistry registry;
    private final Supplier<List<String>> driver;
    private final Map<String, Gpu> gpus = new HashMap<>();

    GpuMeters(MeterRegistry registry) {
        this(registry, () -> {
            NvidiaSmi.Answer answer = NvidiaSmi.query(FIELDS);
            LOG.debug("{}", answer.note());
            return answer.lines();
        });
    }

    GpuMeters(MeterRegistry registry, Supplier<List<String>> driver) {
        this.registry = registry;
        this.driver = driver;
    }

    /** Asks once; whether there is any GPU. */
    boolean sample() {
        List<String> lines = driver.get();
        lines.forEach(this::take);
        return !lines.isEmpty();
    }

    /** A value that the driver does not know, such as "[N/A]", leaves the one before. */
    private void take(String line) {
        String[] values = line.split(",", -1);
        if (values.length != 4) {
            return;
        }
        Gpu gpu = gpus.computeIfAbsent(values[0].strip(), Gpu::new);
        gpu.used.set(number(values[1]) * MIB);
        gpu.total.set(number(values[2]) * MIB);
        gpu.utilization.set(number(values[3]) / 100);
    }

    private static double number(String text) {
        return text.strip().matches("\\d{1,9}(\\.\\d{1,9})?") ? Double.parseDouble(text.strip()) : Double.NaN;
    }

    private final class Gpu {
        private final Level used;
        private final Level total;
        private final Level utilization;

        Gpu(String index) {
            used = level(Meter.GPU_MEMORY_USED, index);
            total = level(Meter.GPU_MEMORY_TOTAL, index);
            utilization = level(Meter.GPU_UTILIZATION, index);
        }

        private Level level(Meter meter, String index) {
            return new Level(
                    appeared -> Gauge.builder(meter.micrometerName(), appeared::value)
                            .description(meter.help())
                            .tag("gpu", index)
                            .register(registry),
                    () -> {});
        }
    }
}
