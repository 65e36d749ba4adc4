package dev.equipoise.engine;

import java.util.List;
import java.util.Optional;

/**
 * The result of a search for GPUs.
 *
 * @param gpus in the order of their indexes
 * @param lookedFor where it searched and what it found there, for messages
 */
public record GpuScan(List<Gpu> gpus, String lookedFor) {

    public GpuScan {
        gpus = List.copyOf(gpus);
    }

    /** The GPU of this index. */
    public Optional<Gpu> gpu(int index) {
        return gpus.stream().filter(gpu -> gpu.index() == index).findFirst();
    }
}
