package dev.equipoise.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the driver's table as CUDA would number it: {@code CUDA_VISIBLE_DEVICES} hides and reorders GPUs, by index or
 * by the beginning of a UUID, and ends at the first that does not exist. Without {@code
 * CUDA_DEVICE_ORDER=PCI_BUS_ID} a machine with different models may number them in another order.
 */
final class VisibleGpus {

    private VisibleGpus() {}

    private record Listed(
            String index, String uuid, String name, Optional<ComputeCapability> capability, long memory) {}

    static List<Gpu> read(List<String> table, Optional<String> visible) {
        List<Listed> listed =
                table.stream().flatMap(line -> parse(line).stream()).toList();
        List<Gpu> gpus = new ArrayList<>();
        for (Listed gpu : visible.map(names -> chosen(listed, names)).orElse(listed)) {
            gpus.add(new Gpu(gpus.size(), gpu.name, gpu.capability, gpu.memory));
        }
        return gpus;
    }

    private static List<Listed> chosen(List<Listed> listed, String names) {
        List<Listed> chosen = new ArrayList<>();
        for (String name :
                Arrays.stream(names.split(",", -1)).map(String::strip).toList()) {
            Optional<Listed> found = listed.stream()
                    .filter(gpu -> gpu.index.equals(name) || (name.startsWith("GPU-") && gpu.uuid.startsWith(name)))
                    .findFirst();
            if (found.isEmpty()) {
                break;
            }
            chosen.add(found.get());
        }
        return chosen;
    }

    private static Optional<Listed> parse(String line) {
        List<String> cells =
                Arrays.stream(line.split(",", -1)).map(String::strip).toList();
        return cells.size() == 5 && cells.get(0).matches("\\d+")
                ? Optional.of(new Listed(
                        cells.get(0),
                        cells.get(1),
                        cells.get(2),
                        ComputeCapability.parse(cells.get(3)),
                        cells.get(4).matches("\\d+") ? Long.parseLong(cells.get(4)) : 0))
                : Optional.empty();
    }
}
