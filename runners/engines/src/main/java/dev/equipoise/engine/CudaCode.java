package dev.equipoise.engine;

import dev.equipoise.run.EngineName;
import java.util.Map;
import java.util.Optional;

/**
 * The GPUs for which an engine's native library holds CUDA code. MXNet 1.9.1 was built for compute capability 5.0 to
 * 8.6; PyTorch's builds for CUDA 12.8 begin at 7.5 and end at 12.0, the earlier ones of CUDA 12 span 5.0 to 9.0.
 *
 * @param from the oldest
 * @param to the newest
 */
record CudaCode(ComputeCapability from, ComputeCapability to) {

    private static final CudaCode MXNET = between(5, 0, 8, 6);
    private static final CudaCode PYTORCH = between(5, 0, 9, 0);
    private static final Map<String, CudaCode> PYTORCH_BY_FLAVOR = Map.of("cu128", between(7, 5, 12, 0));

    /** The range of the engine's library, or, if that has no CUDA code, of the library that can be installed for it. */
    static CudaCode of(EngineName engine, Optional<NativeLibrary> library) {
        return switch (engine) {
            case MXNET -> MXNET;
            case PYTORCH ->
                library.flatMap(l -> Optional.ofNullable(PYTORCH_BY_FLAVOR.get(l.flavor())))
                        .orElse(PYTORCH);
        };
    }

    boolean runsOn(Gpu gpu) {
        return gpu.capability()
                .map(c -> c.compareTo(from) >= 0 && c.compareTo(to) <= 0)
                .orElse(true);
    }

    private static CudaCode between(int fromMajor, int fromMinor, int toMajor, int toMinor) {
        return new CudaCode(new ComputeCapability(fromMajor, fromMinor), new ComputeCapability(toMajor, toMinor));
    }
}
