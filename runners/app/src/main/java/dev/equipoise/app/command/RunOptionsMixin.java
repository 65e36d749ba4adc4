package dev.equipoise.app.command;

import dev.equipoise.engine.EngineName;
import dev.equipoise.run.RunOptions;
import java.nio.file.Path;
import java.time.Duration;
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

    @Option(names = "--runs", paramLabel = "DIR", description = "Where runs are written (default: runs).")
    private Path runs = DEFAULTS.runs();

    @Option(
            names = "--metrics-port",
            paramLabel = "N",
            converter = PortConverter.class,
            description = "Port of /metrics on the loopback address; 0: any free one (default: 9464).")
    private int metricsPort = DEFAULTS.metricsPort();

    @Option(
            names = "--linger",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "Keep /metrics up after the end.")
    private Duration linger = DEFAULTS.linger();

    RunOptions options() {
        return options(DEFAULTS.engine());
    }

    /** @param usual engine where none is asked for */
    RunOptions options(EngineName usual) {
        return new RunOptions(engine == null ? usual : engine, device, runs, metricsPort, linger);
    }
}
