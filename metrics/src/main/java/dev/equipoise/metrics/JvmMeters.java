package dev.equipoise.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.List;

/** Memory, garbage collection, threads, processors, files and uptime of this process. */
final class JvmMeters implements MeterBinder, AutoCloseable {
    /** What Prometheus' own lint refuses; the first is {@code process_cpu_seconds_total} in another unit. */
    private static final List<String> NAMED_BADLY = List.of("process.cpu.time", "system.cpu.count");

    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final List<MeterBinder> binders = List.of(
            new JvmMemoryMetrics(),
            collections,
            new ProcessMeters(),
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics());

    @Override
    public void bindTo(MeterRegistry registry) {
        NAMED_BADLY.forEach(name -> registry.config().meterFilter(MeterFilter.denyNameStartsWith(name)));
        binders.forEach(binder -> binder.bindTo(registry));
    }

    /** Stops listening to the garbage collector. */
    @Override
    public void close() {
        collections.close();
    }
}
