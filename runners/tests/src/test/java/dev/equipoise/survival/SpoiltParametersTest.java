package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.RunsHere;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.Readings;
import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.MlpVae;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Stateless;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of 20 steps whose readings are finite, but whose update is not: what it spoils is seen later, if at all. */
class SpoiltParametersTest {

    private static final String LAST = "infinite.step=20";

    @TempDir
    Path runs;

    private RunsHere here;

    @Experiment(name = "spoilt", epochs = 2, batchSize = 16, seed = 5)
    @GaussianData(examples = 160)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @Checkpoint(everySteps = 5)
    @Infinite
    static final class Spoilt {}

    /** A learning rate that is finite, and infinite as a 32-bit float: it spoils the parameters. */
    @Part(Infinite.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Infinite {

        /** At which step, counted from 1. */
        int step() default 5;

        /** How often. */
        int times() default 1000;

        /** Steered, so that no one asks it but the step. */
        record Spoiling(int step, AtomicInteger left) implements LearningRate<Stateless> {
            @Override
            public Stateless initial() {
                return new Stateless();
            }

            @Override
            public double at(long index, Stateless state) {
                return index + 1 == step && left.getAndDecrement() > 0 ? 1e300 : 0.001;
            }

            @Override
            public Stateless next(long index, Stateless state, Readings readings) {
                return state;
            }
        }

        final class Factory implements PartFactory<Infinite, LearningRate<?>> {
            @Override
            public LearningRate<?> create(Infinite annotation, Facts facts) {
                return new Spoiling(annotation.step(), new AtomicInteger(annotation.times()));
            }
        }
    }

    @BeforeEach
    void onPyTorch() {
        here = new RunsHere(EngineName.PYTORCH, runs);
    }

    @Test
    void whatDivergedEndsSoWhereItsLastParametersCouldNotBeSavedEither() {
        RunReport report = here.run(here.plan(Spoilt.class));

        assertThat(report.status()).isEqualTo(RunStatus.DIVERGED);
        assertThat(report.reason()).get().asString().contains("a parameter or moment is not finite");
        assertThat(report.exitCode()).isEqualTo(70);
    }

    /** With a checkpoint that is due there, and with none. */
    @ParameterizedTest
    @ValueSource(strings = {"5", "7"})
    void whatItsLastUpdateSpoilsHasDivergedAfterThreeRollbacks(String everySteps) throws IOException {
        RunReport report = here.run(here.plan(Spoilt.class, LAST, "checkpoint.everySteps=" + everySteps));

        assertThat(report.status()).isEqualTo(RunStatus.DIVERGED);
        assertThat(report.exitCode()).isEqualTo(70);
        assertThat(report.rollbacks()).isEqualTo(3);
        assertThat(report.reason())
                .get()
                .asString()
                .startsWith("a parameter or moment after step 20 is not finite, after 3 rollbacks");
        assertThat(report.train()).as("an evaluation of what has diverged").isEmpty();
        assertThat(report.directory().resolve("autopsy.json")).isRegularFile();
        assertThat(RollbackTest.written(report)).isNotEmpty().allSatisfy(RollbackTest::isFinite);
    }

    @Test
    void itHasDivergedWhereNoCheckpointIsTakenToo() {
        ExperimentPlan plan = here.plan(Spoilt.class, LAST);
        List<ExperimentPlan.PlannedPart> parts = plan.parts().stream()
                .filter(part -> !part.key().equals("checkpoint"))
                .toList();
        RunReport report = here.run(new ExperimentPlan(
                plan.type(), plan.name(), plan.values(), parts, plan.facts(), plan.warnings(), plan.overrides()));

        assertThat(report.status()).isEqualTo(RunStatus.DIVERGED);
        assertThat(report.exitCode()).isEqualTo(70);
        assertThat(report.steps()).isEqualTo(20);
    }

    @Test
    void whatItsLastUpdateSpoilsOnceGoesBackAndIsTrainedToItsEnd() {
        RunReport report = here.run(here.plan(Spoilt.class, LAST, "infinite.times=1"));

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.exitCode()).isZero();
        assertThat(report.rollbacks()).isEqualTo(1);
        assertThat(report.steps()).isEqualTo(20);
        assertThat(report.train()).isPresent();
    }
}
