package dev.equipoise.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.List;

/** Memory, garbage collection, threads, processors, files and uptime of this process. */
final class JvmMeters implements MeterBinder, AutoCloseable {
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
        binders.forEach(binder -> binder.bindTo(registry));
    }

    /** Stops listening to the garbage collector. */
    @Override
    public void close() {
        collections.close();
    }
}
