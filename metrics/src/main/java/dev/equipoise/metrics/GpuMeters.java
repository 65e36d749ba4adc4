package dev.equipoise.metrics;

import dev.equipoise.engine.NvidiaSmi;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory and utilization of the machine's NVIDIA GPUs. Asking the driver starts a process and takes a part of a second, so
 * it is done on a thread of its own, every {@value #SECONDS} seconds. What the last answer does not say is absent.
 */
final class GpuMeters {
    static final int SECONDS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(GpuMeters.class);
    private static final String FIELDS = "index,memory.used,memory.total,utilization.gpu";
    private static final double MIB = 1024 * 1024;

    private final Supplier<List<String>> driver;
    private final MultiGauge used;
    private final MultiGauge total;
    private final MultiGauge utilization;
    private boolean seen;

    GpuMeters(MeterRegistry registry) {
        this(registry, () -> {
            NvidiaSmi.Answer answer = NvidiaSmi.query(FIELDS);
            LOG.debug("{}", answer.note());
            return answer.lines();
        });
    }

    GpuMeters(MeterRegistry registry, Supplier<List<String>> driver) {
        this.driver = driver;
        used = gauges(registry, Meter.GPU_MEMORY_USED);
        total = gauges(registry, Meter.GPU_MEMORY_TOTAL);
        utilization = gauges(registry, Meter.GPU_UTILIZATION);
    }

    private static MultiGauge gauges(MeterRegistry registry, Meter meter) {
        return MultiGauge.builder(meter.micrometerName())
                .description(meter.help())
                .register(registry);
    }

    /** Asks once; whether there was ever any GPU: a driver that fails once may answer the next time. */
    boolean sample() {
        List<String[]> gpus = driver.get().stream()
                .map(line -> line.split(",", -1))
                .filter(values -> values.length == 4)
                .toList();
        used.register(rows(gpus, 1, MIB), true);
        total.register(rows(gpus, 2, MIB), true);
        utilization.register(rows(gpus, 3, 0.01), true);
        seen |= !gpus.isEmpty();
        return seen;
    }

    /** A value that the driver does not know, such as "[N/A]", has no row. */
    private static List<Row<?>> rows(List<String[]> gpus, int column, double unit) {
        List<Row<?>> rows = new ArrayList<>();
        for (String[] values : gpus) {
            String value = values[column].strip();
            if (value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
                rows.add(Row.of(Tags.of("gpu", values[0].strip()), Double.parseDouble(value) * unit));
            }
        }
        return rows;
    }
}
