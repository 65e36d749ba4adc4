package dev.equipoise.local.internal.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.inject.Binder;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.machine.LinuxCores;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.LinearVae;
import dev.equipoise.part.Facts;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.StopRequest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunInjectorTest {

    private static final Architecture LINEAR = new LinearVae.Linear(2);

    /** What a listener can be given. */
    record Listening(Heard heard, ExperimentPlan plan, Architecture architecture, Disk disk) implements RunListener {

        @Inject
        Listening {
            heard.architectures.add(architecture);
        }
    }

    /** What listeners were made of. */
    static final class Heard {
        private final List<Architecture> architectures = new ArrayList<>();
    }

    private RunObjects objects(EquipoiseModule module) {
        RunInjector injector = new RunInjector(
                Set.of(module),
                Clock.systemUTC(),
                new LocalDisk(),
                System::nanoTime,
                new StopRequest(),
                Invocation.PLAIN,
                new LinuxCores());
        return injector.of(
                new ExperimentPlan(
                        RunInjectorTest.class,
                        "by-hand",
                        Map.of(),
                        List.of(new ExperimentPlan.PlannedPart(
                                "linearVae", Architecture.class, "test", Map.of(), LINEAR)),
                        new Facts(Optional.empty(), 4, 1, 7),
                        List.of()),
                RunOptions.defaults());
    }

    @Test
    void listenersAreMadeAtOnceAndOnceOfWhatTheRunHas() {
        Heard heard = new Heard();
        objects(new EquipoiseModule() {
            @Override
            public void configureRun(Binder binder) {
                binder.bind(Heard.class).toInstance(heard);
                EquipoiseModule.listeners(binder).addBinding().to(Listening.class);
            }
        });

        assertThat(heard.architectures).containsExactly(LINEAR);
    }

    @Test
    void aListenerThatCannotBeMadeFailsByItsOwnException() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> objects(new EquipoiseModule() {
                    @Override
                    public void configureRun(Binder binder) {
                        EquipoiseModule.listeners(binder).addBinding().toProvider(() -> {
                            throw new IllegalArgumentException("a listener that cannot be made");
                        });
                    }
                }))
                .withMessage("a listener that cannot be made");
    }
}
