package dev.equipoise.local;

import ai.djl.Device;
import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.equipoise.disk.Disk;
import dev.equipoise.engine.ChildProcess;
import dev.equipoise.engine.SelectedDevice;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunStarted;
import java.io.IOException;
import java.io.InputStream;
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

    private static final String STARTED_FROM = "startedFrom";

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

    /** The environment of a run that starts from weights of another. */
    static RunStarted.Environment startedFrom(Object origin, RunStarted.Environment environment) {
        Map<String, Object> details = new LinkedHashMap<>(environment.details());
        details.put(STARTED_FROM, origin);
        return new RunStarted.Environment(
                environment.engine(), environment.device(), environment.deviceReason(), environment.version(), details);
    }

    /** That of a run that goes on, with what it recorded when it started. */
    static RunStarted.Environment startedAsBefore(Disk disk, Path run, RunStarted.Environment environment) {
        JsonMapper mapper = JsonMapper.builder().build();
        try (InputStream text = disk.read(run.resolve("environment.json"))) {
            JsonNode origin = mapper.readTree(text).path(STARTED_FROM);
            return origin.isObject() ? startedFrom(mapper.convertValue(origin, Map.class), environment) : environment;
        } catch (IOException e) {
            return environment;
        }
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
