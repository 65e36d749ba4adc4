package dev.equipoise.engine;

import dev.equipoise.run.EngineName;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at this machine: NVIDIA's driver by its tool, native libraries on the class path and in the environment. */
public final class SystemDeviceProbe implements DeviceProbe {

    private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

    private final Supplier<NvidiaSmi.Answer> driver;
    private final NativeLibraries libraries;
    private final Map<String, String> environment;

    @Inject
    public SystemDeviceProbe() {
        this(
                () -> new NvidiaSmi().ask(),
                new NativeLibraries(
                        SystemDeviceProbe.class.getClassLoader(),
                        System.getenv(),
                        NativeLibraries.platform(System.getProperty("os.name"), System.getProperty("os.arch"))),
                System.getenv());
    }

    SystemDeviceProbe(Supplier<NvidiaSmi.Answer> driver, NativeLibraries libraries, Map<String, String> environment) {
        this.driver = driver;
        this.libraries = libraries;
        this.environment = environment;
    }

    @Override
    public GpuScan gpus() {
        NvidiaSmi.Answer answer = driver.get();
        Optional<String> visible = Optional.ofNullable(environment.get(VISIBLE));
        List<Gpu> gpus = VisibleGpus.read(answer.lines(), visible);
        String listed =
                answer.lines().isEmpty() ? "" : " with " + answer.lines().size() + " GPUs";
        return new GpuScan(
                gpus,
                answer.note()
                        + listed
                        + visible.map(v -> ", " + VISIBLE + "='" + v + "'").orElse(""));
    }

    @Override
    public Optional<NativeLibrary> nativeLibrary(EngineName engine) {
        return libraries.of(engine);
    }
}
