package dev.equipoise.local;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.equipoise.engine.ChildProcess;
import dev.equipoise.engine.SelectedDevice;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunStarted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Records the environment of a run, so that its result can be traced. */
final class Environments {

    private static final Duration GIT_ANSWERS_WITHIN = Duration.ofSeconds(5);

    private Environments() {}

    static RunStarted.Environment of(ExperimentPlan plan, RunOptions options, SelectedDevice device, int threads) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put(
                "engineVersion", Engine.getEngine(options.engine().djlName()).getVersion());
        details.put("djlVersion", Engine.getDjlVersion());
        details.put("threads", threads);
        details.put("seed", plan.seed());
        details.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
        details.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        details.put("architecture", System.getProperty("os.arch"));
        ofProcessor("model name").ifPresent(model -> details.put("cpu", model));
        ofProcessor("flags").map(Environments::ofKernels).ifPresent(flags -> details.put("cpuFlags", flags));
        details.put("variables", variables(System.getenv()));
        details.put("cores", Runtime.getRuntime().availableProcessors());
        details.put("maxHeapBytes", Runtime.getRuntime().maxMemory());
        git("rev-parse", "HEAD").ifPresent(commit -> {
            details.put("gitCommit", commit);
            details.put(
                    "gitDirty",
                    git("status", "--porcelain").filter(s -> !s.isEmpty()).isPresent());
        });
        details.putAll(NativeLibraryFiles.of(options.engine()));
        return new RunStarted.Environment(
                options.engine().djlName(), name(device.device()), device.reason(), version(), details);
    }

    private static String name(Device device) {
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }

    private static String version() {
        return Optional.ofNullable(Environments.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /** The name of the first processor, if Linux reports it. */
    private static Optional<String> ofProcessor(String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The instructions by which numeric libraries choose their kernels, which differ in their last bits. */
    static String ofKernels(String flags) {
        return Stream.of(flags.split(" "))
                .filter(flag -> flag.matches("(sse4|avx|fma|amx).*"))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /** The user's settings of the engines' native libraries, some of which change last bits. */
    static String variables(Map<String, String> environment) {
        return new TreeMap<>(environment)
                .entrySet().stream()
                        .filter(
                                variable -> variable.getKey()
                                        .matches(
                                                "(MXNET|OMP|KMP|GOMP|MKL|DNNL|ONEDNN|OPENBLAS|TORCH|PYTORCH|CUDA|CUBLAS|CUDNN)_.*"))
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .collect(Collectors.joining(" "));
    }

    /** The state of the working directory according to git; empty if there is no git or no repository. */
    private static Optional<String> git(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return ChildProcess.output(GIT_ANSWERS_WITHIN, new ProcessBuilder(command));
    }
}
