package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.equipoise.app.RunsHere;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.Snapshot;
import dev.equipoise.model.MlpVae;
import dev.equipoise.optimizer.ExponentialMovingAverage;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RolledBack;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StepFinished;
import dev.equipoise.schedules.feedback.KlTarget;
import dev.equipoise.schedules.feedback.PlateauLearningRate;
import dev.equipoise.stopping.StopEarly;
import dev.equipoise.stopping.StopOnDivergence;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs of 30 steps with a checkpoint every 5, whose 15th step is not finite. */
class RollbackTest {

    private static final AtomicBoolean FROZEN = new AtomicBoolean();

    @TempDir
    Path runs;

    @Experiment(name = "poisoned", epochs = 3, batchSize = 16, seed = 2)
    @GaussianData(examples = 160)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @Checkpoint(everySteps = 5, keep = 100)
    @Poisoned
    static final class PoisonedRun {}

    /** A learning rate of 0.01 until it is frozen, then of 0. */
    @Part(Freezing.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Freezing {

        final class Factory implements PartFactory<Freezing, ScheduledRate> {
            @Override
            public ScheduledRate create(Freezing annotation, Facts facts) {
                return step -> FROZEN.get() ? 0 : 0.01;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MXNET, NAN",
        "MXNET, INFINITY",
        "MXNET, HUGE",
        "PYTORCH, NAN",
        "PYTORCH, INFINITY",
        "PYTORCH, HUGE",
    })
    void aStepThatIsNotFiniteSendsTheRunBackOnceAtHalfTheRateAndWithOtherNoise(
            EngineName engine, Poisoned.Poison poison) throws IOException {
        Witness witness = new Witness();
        RunsHere here = new RunsHere(engine, runs);
        RunReport report = here.run(here.plan(PoisonedRun.class, "poisoned.poison=" + poison), stop -> witness);

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.exitCode()).isZero();
        assertThat(report.steps()).isEqualTo(30);
        assertThat(json(report, "summary.json").get("rollbacks").asInt()).isEqualTo(1);
        assertThat(witness.rollbacks).singleElement().satisfies(back -> {
            assertThat(back.from()).isEqualTo(14);
            assertThat(back.to()).isEqualTo(10);
            assertThat(back.cause()).contains("of step 15 is not finite");
            assertThat(back.rateFactor()).isEqualTo(0.5);
        });
        List<StepFinished> again = witness.steps(witness.rollbacks.get(0).to());
        assertThat(again).hasSize(2);
        assertThat(again.get(1).readings().klPerLatent())
                .as("the encoder of the checkpoint, on the same batch")
                .isEqualTo(again.get(0).readings().klPerLatent());
        assertThat(again.get(1).readings().squaredError())
                .as("under other noise")
                .isNotEqualTo(again.get(0).readings().squaredError());
        assertThat(again.get(1).learningRate()).isEqualTo(again.get(0).learningRate() / 2);
        assertThat(places(report)).doesNotHaveDuplicates().hasSize(3 + 2 * 3).contains("step,train,30");
        assertThat(report.directory().resolve("log.txt")).content().contains("rollback 1: ", "returned from 14 to ");
        assertThat(Remains.newest(report.directory()).resolve("MANIFEST.json"))
                .content()
                .contains("\"steps\" : 30", "\"rollbacks\" : 1");
        assertThat(written(report)).isNotEmpty().allSatisfy(RollbackTest::isFinite);
    }

    @ParameterizedTest
    @EnumSource
    void theParametersAfterARollbackAreThoseOfTheCheckpointToTheLastBit(EngineName engine) throws IOException {
        FROZEN.set(false);
        Witness witness = new Witness() {

            @Override
            public void rolledBack(RolledBack event) {
                FROZEN.set(true);
                super.rolledBack(event);
            }
        };
        RunsHere here = new RunsHere(engine, runs);
        RunReport report = here.run(here.plan(PoisonedRun.class, List.of("freezing")), stop -> witness);

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        String before = String.format("step-%010d", witness.rollbacks.get(0).to());
        Path checkpoint = report.directory().resolve("checkpoints").resolve(before);
        assertThat(Remains.newest(report.directory()).resolve("params.bin"))
                .as("parameters that no step has moved since the rollback")
                .hasSameBinaryContentAs(checkpoint.resolve("params.bin"));
        assertThat(Remains.newest(report.directory()).resolve("optim.bin")).isRegularFile();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNeverFiniteAgainEndsAsDivergedAfterThreeRollbacksWithAnAutopsy(EngineName engine) throws IOException {
        Witness witness = new Witness();
        RunsHere here = new RunsHere(engine, runs);
        RunReport report = here.run(here.plan(PoisonedRun.class, "poisoned.times=1000000"), stop -> witness);

        assertThat(report.status()).isEqualTo(RunStatus.DIVERGED);
        assertThat(report.exitCode()).isEqualTo(70);
        assertThat(report.reason()).get().asString().contains("after 3 rollbacks", "lower learning rate");
        assertThat(witness.rollbacks).extracting(RolledBack::rateFactor).containsExactly(0.5, 0.25, 0.125);
        JsonNode autopsy = json(report, "autopsy.json");
        assertThat(autopsy.get("rollbacks")).hasSize(3);
        assertThat(autopsy.get("lastSteps")).hasSize(14 + 1 + 3);
        assertThat(autopsy.at("/lastSteps/17/loss").asText()).isEqualTo("NaN");
        assertThat(json(report, "summary.json").get("status").asText()).isEqualTo("diverged");
        assertThat(written(report)).isNotEmpty().allSatisfy(RollbackTest::isFinite);
    }

    /** With a strategy, a learning rate and stopping rules that have states, all of which go back. */
    @Experiment(name = "poisoned-states", epochs = 3, batchSize = 16, seed = 2)
    @GaussianData(examples = 160)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @Checkpoint(everySteps = 5, keep = 100)
    @KlTarget(nats = 2)
    @PlateauLearningRate(rate = 1e-2, patience = 1, threshold = 1000)
    @StopEarly(patience = 100)
    @StopOnDivergence
    @ExponentialMovingAverage(decay = 0.9)
    @Poisoned
    static final class PoisonedStates {}

    @ParameterizedTest
    @EnumSource
    void whatFollowsARollbackIsAResumeFromItsCheckpointWithOneRollbackMore(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        RunReport rolledBack = here.run(here.plan(PoisonedStates.class));
        ExperimentPlan sound = here.plan(PoisonedStates.class, "poisoned.times=0");
        Path resumed = here.run(sound, stop -> new StopAfter(10, stop)).directory();
        Remains.rewriteNewest(resumed, snapshot -> {
            ObjectNode state = snapshot.state().deepCopy();
            return new Snapshot(
                    snapshot.parameters(), snapshot.optimizer(), snapshot.critics(), state.put("rollbacks", 1));
        });
        here.resume(sound, resumed);

        assertThat(rolledBack.directory().resolve("log.txt")).content().contains("returned from 14 to 10 steps");
        Remains.areEqual(resumed, rolledBack.directory());
    }

    @ParameterizedTest
    @EnumSource
    void aRunThatIsInterruptedAfterARollbackEndsAsIfItHadNotBeen(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        RunReport uninterrupted = here.run(here.plan(PoisonedStates.class));
        // The part of a plan that poisons has counted on: it does not do so again.
        ExperimentPlan plan = here.plan(PoisonedStates.class);
        RunReport interrupted = here.run(plan, stop -> new StopAfter(17, stop));
        assertThat(interrupted.rollbacks()).isEqualTo(1);
        RunReport resumed = here.resume(plan, interrupted.directory());

        assertThat(resumed.rollbacks()).isEqualTo(1);
        Remains.areEqual(resumed.directory(), uninterrupted.directory());
    }

    @ParameterizedTest
    @EnumSource
    void aRunThatIsInterruptedBeforeARollbackGoesBackAsIfItHadNotBeen(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        Witness witness = new Witness();
        RunReport uninterrupted = here.run(here.plan(PoisonedStates.class), stop -> witness);
        assertThat(witness.rollbacks).extracting(RolledBack::to).containsExactly(10L);
        // The part of a plan that poisons counts on.
        ExperimentPlan plan = here.plan(PoisonedStates.class);
        Path run = here.run(plan, stop -> new StopAfter(12, stop)).directory();
        RunReport resumed = here.resume(plan, run);

        assertThat(resumed.rollbacks()).isEqualTo(1);
        assertThat(run.resolve("log.txt")).content().contains("resumed after 12 steps", "returned from 14 to 10");
        Remains.areEqual(run, uninterrupted.directory());
    }

    /** Each goes on from its third step, so that nothing is being written when the checkpoint of the fifth is due. */
    @ParameterizedTest
    @EnumSource
    void aRunThatIsInterruptedWhereACheckpointIsDueGoesBackToItAsTheUninterruptedOneDoes(EngineName engine)
            throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        Path uninterrupted = goneBackToFive(here);
        Path interrupted = goneBackToFive(here, 5, 7);

        Remains.areEqual(interrupted, uninterrupted);
    }

    private static Path goneBackToFive(RunsHere here, long... interruptions) throws IOException {
        ExperimentPlan plan = here.plan(PoisonedStates.class, "poisoned.at=8");
        Path run = here.run(plan, stop -> new StopAfter(3, stop)).directory();
        for (long steps : interruptions) {
            here.resume(plan, run, stop -> new StopAfter(steps, stop));
        }
        here.resume(plan, run);
        assertThat(run.resolve("log.txt")).content().contains("returned from 7 to 5 steps");
        return run;
    }

    private static JsonNode json(RunReport report, String file) throws IOException {
        return JsonMapper.builder()
                .build()
                .readTree(report.directory().resolve(file).toFile());
    }

    /** Kind, phase and step of every row. */
    private static List<String> places(RunReport report) throws IOException {
        return Files.readAllLines(report.directory().resolve("metrics.csv")).stream()
                .skip(1)
                .map(row -> row.replaceAll("^((?:[^,]*,){2}[^,]*).*", "$1"))
                .toList();
    }

    /** Every file of parameters, moments and critics that the run has written. */
    static List<Path> written(RunReport report) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : Remains.checkpoints(report.directory())) {
            Path checkpoint = report.directory().resolve("checkpoints").resolve(name);
            files.add(checkpoint.resolve("params.bin"));
            files.add(checkpoint.resolve("optim.bin"));
            if (Files.exists(checkpoint.resolve("critics.bin"))) {
                files.add(checkpoint.resolve("critics.bin"));
            }
        }
        return files;
    }

    static void isFinite(Path file) {
        try {
            FloatBuffer values = floats(file);
            assertThat(values.hasRemaining()).isTrue();
            while (values.hasRemaining()) {
                assertThat(values.get()).isFinite();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static FloatBuffer floats(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
    }
}
