package dev.equipoise.engine;

import ai.djl.Device;
import dev.equipoise.run.EngineName;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses the device of a run, with the reason. It does not load an engine. */
public final class DeviceSelection {

    private static final String BUILD = "`mvn -Pgpu -DskipTests package`";

    private final DeviceProbe probe;

    @Inject
    public DeviceSelection(DeviceProbe probe) {
        this.probe = probe;
    }

    /**
     * The device for a request written as {@link DeviceRequest} says.
     *
     * @throws IllegalArgumentException if the request is malformed
     * @throws DeviceUnavailableException if the engine cannot use the requested GPU
     */
    public SelectedDevice choose(String requested, EngineName engine) {
        DeviceRequest request = DeviceRequest.parse(requested);
        return switch (request.kind()) {
            case CPU -> new SelectedDevice(Device.cpu(), "asked for");
            case AUTO -> automatic(engine);
            case GPU -> gpu(request, requested, engine);
        };
    }

    /** Why the engine cannot use this GPU, and what can; empty if the engine can use it. */
    public Optional<String> obstacle(Gpu gpu, EngineName engine) {
        Optional<NativeLibrary> library = probe.nativeLibrary(engine);
        CudaCode code = CudaCode.of(engine, library);
        boolean built = library.filter(l -> l.cuda() || l.unknown()).isPresent();
        if (built && code.runsOn(gpu)) {
            return Optional.empty();
        }
        String why = built ? "" : missing(engine, library);
        String span = code.runsOn(gpu)
                ? ""
                : engine.djlName() + " has code for compute capability " + code.from() + " to " + code.to() + " only";
        return Optional.of(why + (why.isEmpty() || span.isEmpty() ? "" : ", and ") + span + remedy(gpu));
    }

    private SelectedDevice automatic(EngineName engine) {
        List<Gpu> gpus = probe.gpus().gpus();
        if (gpus.isEmpty()) {
            return new SelectedDevice(Device.cpu(), "no GPU found");
        }
        if (probe.nativeLibrary(engine).filter(NativeLibrary::unknown).isPresent()) {
            return new SelectedDevice(
                    Device.cpu(),
                    gpus.get(0).describe() + " is not used: it is unknown whether your own library of "
                            + engine.djlName() + " was built for CUDA; `--device gpu` uses it");
        }
        return gpus.stream()
                .filter(gpu -> obstacle(gpu, engine).isEmpty())
                .findFirst()
                .map(gpu -> serving(gpu, engine))
                .orElseGet(() -> new SelectedDevice(
                        Device.cpu(),
                        gpus.get(0).describe() + " is not used: "
                                + obstacle(gpus.get(0), engine).orElseThrow()));
    }

    private SelectedDevice gpu(DeviceRequest request, String requested, EngineName engine) {
        GpuScan scan = probe.gpus();
        if (scan.gpus().isEmpty()) {
            throw new DeviceUnavailableException("--device " + requested + " must find a GPU, found none: "
                    + scan.lookedFor() + "; use --device auto or cpu");
        }
        List<Gpu> candidates = request.gpu().isPresent()
                ? scan.gpu(request.gpu().getAsInt()).stream().toList()
                : scan.gpus();
        if (candidates.isEmpty()) {
            throw new DeviceUnavailableException("--device " + requested + " must name a GPU of this machine, found "
                    + scan.gpus().stream().map(Gpu::describe).collect(Collectors.joining(", ")) + " ("
                    + scan.lookedFor() + ")");
        }
        return candidates.stream()
                .filter(gpu -> obstacle(gpu, engine).isEmpty())
                .findFirst()
                .map(gpu -> serving(gpu, engine))
                .orElseThrow(() -> new DeviceUnavailableException("--device " + requested + " must be usable by "
                        + engine.djlName() + ", found " + candidates.get(0).describe() + ": "
                        + obstacle(candidates.get(0), engine).orElseThrow()));
    }

    private static SelectedDevice serving(Gpu gpu, EngineName engine) {
        return new SelectedDevice(Device.gpu(gpu.index()), gpu.describe() + " serves " + engine.djlName());
    }

    private static String missing(EngineName engine, Optional<NativeLibrary> library) {
        return library.map(l -> "the native library of " + engine.djlName() + " here (" + l.version() + ", "
                        + l.flavor() + ") was not built for CUDA")
                .orElse("there is no native library of " + engine.djlName() + " for this platform");
    }

    /** What can use the GPU: the engine for newer GPUs, built for CUDA. */
    private String remedy(Gpu gpu) {
        Optional<NativeLibrary> pytorch = probe.nativeLibrary(EngineName.PYTORCH);
        if (!CudaCode.of(EngineName.PYTORCH, pytorch).runsOn(gpu)) {
            return "; no engine here has code for this GPU";
        }
        String command = "the same command with `--engine PyTorch`";
        return pytorch.filter(NativeLibrary::cuda).isPresent()
                ? "; to use it: " + command
                : "; to use it: " + BUILD + ", then " + command;
    }
}
