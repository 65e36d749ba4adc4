package dev.equipoise.app;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Module;
import dev.equipoise.app.internal.command.CommandLineFactory;
import dev.equipoise.app.internal.doctor.EngineCheck;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.engine.DeviceProbe;
import dev.equipoise.engine.GpuScan;
import dev.equipoise.engine.NativeLibrary;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.MlpVae;
import dev.equipoise.plan.Catalogue;
import dev.equipoise.plan.Experiments;
import dev.equipoise.plan.OverrideLayers;
import dev.equipoise.plan.Planner;
import dev.equipoise.plan.Plans;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.Runner;
import dev.equipoise.schedules.FixedBeta;
import dev.equipoise.schedules.feedback.KlTarget;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command line over fakes of everything below it. */
final class FakeApplication {

    final FakeTerminal terminal = new FakeTerminal();
    Planner planner = (type, overrides, begun) -> TestPlans.plan(type, overrides);
    Training runner = (plan, options) -> {
        ran = options;
        return Reports.ended(RunStatus.COMPLETED, Optional.empty(), Path.of("runs", "digits", "1"));
    };
    EngineCheck trial = engine -> new EngineCheck.Outcome(true, engine + " computes");
    List<Class<?>> experiments = List.of(TestPlans.Digits.class, TestPlans.Letters.class);

    Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @Nullable
    RunOptions ran;

    int execute(String... arguments) {
        return Guice.createInjector(new LockedDownModule(), new CommandsModule(terminal.plain()), fakes())
                .getInstance(CommandLineFactory.class)
                .commandLine()
                .execute(arguments);
    }

    /** Resumes as it runs. */
    interface Training extends Runner {

        @Override
        default RunReport resume(ExperimentPlan plan, RunOptions options, Path directory, Set<String> accepted) {
            return run(plan, options);
        }
    }

    private Module fakes() {
        return new AbstractModule() {
            @Override
            protected void configure() {
                bind(Experiments.class).toInstance(new Experiments(experiments));
                bind(Catalogue.class).toInstance(Catalogue.of(List.of(FixedBeta.class, KlTarget.class, MlpVae.class)));
                bind(Planner.class).toInstance(planner);
                bind(OverrideLayers.class).toInstance((config, commandLine) -> commandLine);
                bind(Plans.class);
                bind(Runner.class).toInstance(runner);
                bind(Disk.class).toInstance(new LocalDisk());
                bind(EngineCheck.class).toInstance(trial);
                bind(Clock.class).toInstance(Clock.fixed(now, ZoneOffset.UTC));
                bind(DeviceProbe.class).toInstance(new NoGpu());
            }
        };
    }

    private static final class NoGpu implements DeviceProbe {

        @Override
        public GpuScan gpus() {
            return new GpuScan(List.of(), "the fake has none");
        }

        @Override
        public Optional<NativeLibrary> nativeLibrary(EngineName engine) {
            return engine == EngineName.MXNET
                    ? Optional.of(new NativeLibrary("1.9.1", "mkl", "class path"))
                    : Optional.empty();
        }
    }
}
