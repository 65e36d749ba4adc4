package dev.equipoise.engine;

import java.util.Optional;

/**
 * A GPU of this machine.
 *
 * @param index in CUDA, and therefore in an engine
 * @param name that its driver reports
 * @param capability of its CUDA code; empty if the driver does not report it
 * @param memoryMebibytes its memory, in MiB
 */
public record Gpu(int index, String name, Optional<ComputeCapability> capability, long memoryMebibytes) {

    /** The GPU in words, such as "GPU 0: NVIDIA A10 (compute capability 8.6)". */
    public String describe() {
        return "GPU " + index + ": " + name + " (compute capability "
                + capability.map(ComputeCapability::toString).orElse("unknown") + ")";
    }
}
