package dev.equipoise.local;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.equipoise.engine.SelectedDevice;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.run.RunEnvironment;
import dev.equipoise.run.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Records what a run runs on, so that its result can be traced. */
final class Environments {

    private static final Duration GIT_ANSWERS_WITHIN = Duration.ofSeconds(5);

    private Environments() {}

    static RunEnvironment of(ExperimentPlan plan, RunOptions options, SelectedDevice device, int threads) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put(
                "engineVersion", Engine.getEngine(options.engine().djlName()).getVersion());
        details.put("djlVersion", Engine.getDjlVersion());
        details.put("threads", threads);
        details.put("seed", plan.seed());
        details.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
        details.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        details.put("architecture", System.getProperty("os.arch"));
        cpu().ifPresent(model -> details.put("cpu", model));
        details.put("cores", Runtime.getRuntime().availableProcessors());
        details.put("maxHeapBytes", Runtime.getRuntime().maxMemory());
        git("rev-parse", "HEAD").ifPresent(commit -> {
            details.put("gitCommit", commit);
            details.put(
                    "gitDirty",
                    git("status", "--porcelain").filter(s -> !s.isEmpty()).isPresent());
        });
        details.putAll(NativeLibraryFiles.of(options.engine()));
        return new RunEnvironment(
                options.engine().djlName(), name(device.device()), device.reason(), version(), details);
    }

    private static String name(Device device) {
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }

    private static String version() {
        return Optional.ofNullable(Environments.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /** The processor's name, where Linux tells it. */
    private static Optional<String> cpu() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What git says of the working directory; empty where there is no git or no repository. */
    private static Optional<String> git(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Answer.of(GIT_ANSWERS_WITHIN, command);
    }
}
