package dev.equipoise.app.internal.doctor;

import dev.equipoise.engine.CodeFolder;
import dev.equipoise.engine.DeviceProbe;
import dev.equipoise.engine.DeviceSelection;
import dev.equipoise.engine.Engines;
import dev.equipoise.engine.Gpu;
import dev.equipoise.engine.GpuScan;
import dev.equipoise.engine.NativeLibrary;
import dev.equipoise.run.EngineName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this machine has to run experiments on.
 *
 * @param healthy whether an engine works and every folder is writable
 * @param machine JDK, system, cores and memory
 * @param engines native library, trial, threads and device of each
 * @param gpus what was found, and which engine would serve each
 * @param writable the folders that are written to
 */
public record Diagnosis(
        boolean healthy,
        Map<String, String> machine,
        List<EngineState> engines,
        Map<String, String> gpus,
        Map<String, String> writable) {

    /** An engine: its native library, whether it works, and the device that {@code --device auto} gives it. */
    public record EngineState(String name, String library, boolean works, String trial, String device) {}

    /** Looks at everything, and loads every engine. */
    static Diagnosis make(DeviceProbe probe, EngineCheck trial, Path runs) {
        DeviceSelection selection = new DeviceSelection(probe);
        List<EngineState> engines = Arrays.stream(EngineName.values())
                .map(engine -> state(engine, probe, selection, trial))
                .toList();
        List<WritableFolder> folders = new ArrayList<>();
        folders.add(WritableFolder.of("runs", runs));
        for (CodeFolder code : Engines.codeFolders()) {
            folders.add(WritableFolder.ofCode(folders.size() == 1 ? "natives, unpacked" : "JNA, unpacked", code));
        }
        folders.add(WritableFolder.of("temporary files", Path.of(System.getProperty("java.io.tmpdir"))));
        Map<String, String> machine = Machine.words();
        machine.put(
                "OMP_NUM_THREADS",
                Optional.ofNullable(System.getenv("OMP_NUM_THREADS")).orElse("not set: a run chooses its threads"));
        return new Diagnosis(
                engines.stream().anyMatch(EngineState::works)
                        && folders.stream().allMatch(WritableFolder::writable),
                machine,
                engines,
                gpus(probe.gpus(), selection),
                words(folders));
    }

    private static EngineState state(
            EngineName engine, DeviceProbe probe, DeviceSelection selection, EngineCheck trial) {
        String device = selection.choose("auto", engine).name() + " ("
                + selection.choose("auto", engine).reason() + ")";
        Optional<NativeLibrary> library = probe.nativeLibrary(engine);
        if (library.isEmpty()) {
            return new EngineState(engine.djlName(), "none for this platform", false, "not tried", device);
        }
        NativeLibrary found = library.orElseThrow();
        EngineCheck.Outcome outcome = trial.of(engine);
        return new EngineState(
                engine.djlName(),
                found.version() + ", " + found.flavor() + ", from " + found.origin(),
                outcome.works(),
                outcome.words(),
                device);
    }

    private static Map<String, String> gpus(GpuScan scan, DeviceSelection selection) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("looked for", scan.lookedFor());
        for (Gpu gpu : scan.gpus()) {
            words.put("gpu:" + gpu.index(), gpu.describe() + ", " + gpu.memoryMebibytes() + " MiB");
            for (EngineName engine : EngineName.values()) {
                words.put(
                        "gpu:" + gpu.index() + " by " + engine.djlName(),
                        selection.obstacle(gpu, engine).map(why -> "no: " + why).orElse("yes"));
            }
        }
        return words;
    }

    private static Map<String, String> words(List<WritableFolder> folders) {
        Map<String, String> words = new LinkedHashMap<>();
        folders.forEach(folder -> words.put(
                folder.use(), (folder.writable() ? "yes" : "NO") + ": " + folder.path() + " (" + folder.words() + ")"));
        return words;
    }
}
