package dev.equipoise.engine;

import dev.equipoise.run.EngineName;
import java.util.Optional;

/** The devices of this machine. Probing them does not load an engine. */
public interface DeviceProbe {

    /** The GPUs that a process may use. */
    GpuScan gpus();

    /** The native library that the engine would load here; empty if there is no such library for this platform. */
    Optional<NativeLibrary> nativeLibrary(EngineName engine);
}
