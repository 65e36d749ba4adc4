package dev.equipoise.app.internal.command;

import dev.equipoise.metrics.endpoint.EndpointSettings;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how to run, and change nothing of what is trained. */
final class RunOptionsMixin {

    private static final RunOptions DEFAULTS = RunOptions.defaults();

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            converter = EngineConverter.class,
            description = "MXNet (the default) or PyTorch.")
    private @Nullable EngineName engine;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            converter = DeviceConverter.class,
            description = "auto (the default), cpu, gpu or gpu:N.")
    private String device = DEFAULTS.device();

    @Option(
            names = "--metrics-port",
            paramLabel = "N",
            converter = PortConverter.class,
            description = "Port of the metrics endpoint; 0: any free one (default: 9464).")
    private @Nullable Integer metricsPort;

    @Option(
            names = "--metrics-address",
            paramLabel = "HOST",
            description =
                    "Address of the metrics endpoint (default: 127.0.0.1); other machines can reach one only with protection"
                            + " from --metrics-config.")
    private @Nullable String metricsAddress;

    @Option(
            names = "--metrics-config",
            paramLabel = "FILE",
            description = "YAML file with password, TLS, targets and Pushgateway of the metrics.")
    private @Nullable Path metricsConfig;

    @Option(
            names = "--linger",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "Keep the metrics endpoint up after the end.")
    private Duration linger = DEFAULTS.monitoring().linger();

    /** With the default engine if none is asked for. */
    RunOptions options(RunsFolder runs) {
        return options(runs.path(), DEFAULTS.engine());
    }

    /**
     * What was asked for.
     *
     * @param runs folder of the run's experiment
     * @param usual engine if none is asked for
     * @throws dev.equipoise.metrics.endpoint.InvalidMonitoringException if the run could not be watched like this
     */
    RunOptions options(Path runs, EngineName usual) {
        Monitoring monitoring = new Monitoring(
                Optional.ofNullable(metricsAddress),
                metricsPort == null ? OptionalInt.empty() : OptionalInt.of(metricsPort),
                linger,
                Optional.ofNullable(metricsConfig));
        EndpointSettings.of(monitoring);
        return new RunOptions(engine == null ? usual : engine, device, runs, monitoring);
    }
}
