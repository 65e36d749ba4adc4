package dev.equipoise.engine;

import dev.equipoise.run.EngineName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine made up for a test. */
record FakeDeviceProbe(List<Gpu> found, Map<EngineName, NativeLibrary> libraries) implements DeviceProbe {

    static Gpu gpu(int index, String capability) {
        return new Gpu(index, "NVIDIA X" + index, ComputeCapability.parse(capability), 80_000);
    }

    @Override
    public GpuScan gpus() {
        return new GpuScan(found, "the fake was asked");
    }

    @Override
    public Optional<NativeLibrary> nativeLibrary(EngineName engine) {
        return Optional.ofNullable(libraries.get(engine));
    }
}
