package dev.equipoise.metrics;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Processor time, memory and open files of this process, read when they are scraped. What DJL's engines hold lies
 * outside the Java heap; {@code /proc} tells of it on Linux, and elsewhere nothing does.
 */
final class ProcessMeters implements MeterBinder {
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
    private static final int KIB = 1024;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Path status;

    ProcessMeters() {
        this(Path.of("/proc/self/status"));
    }

    ProcessMeters(Path status) {
        this.status = status;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder(Meter.CPU_SECONDS.micrometerName(), system, bean -> bean.getProcessCpuTime() / 1e9)
                .description(Meter.CPU_SECONDS.help())
                .register(registry);
        if (resident().isPresent()) {
            gauge(registry, Meter.RESIDENT_MEMORY, () -> resident().orElse(0));
            gauge(registry, Meter.NATIVE_MEMORY, this::outsideTheHeap);
        }
        if (system instanceof UnixOperatingSystemMXBean unix) {
            gauge(registry, Meter.OPEN_FILES, unix::getOpenFileDescriptorCount);
            gauge(registry, Meter.MAX_FILES, unix::getMaxFileDescriptorCount);
        }
    }

    private long outsideTheHeap() {
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
        return Math.max(0, resident().orElse(0) - heap);
    }

    private OptionalLong resident() {
        try {
            Matcher line = RESIDENT.matcher(Files.readString(status));
            return line.find() ? OptionalLong.of(Long.parseLong(line.group(1)) * KIB) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static void gauge(MeterRegistry registry, Meter meter, Supplier<Number> value) {
        Gauge.builder(meter.micrometerName(), value).description(meter.help()).register(registry);
    }
}
