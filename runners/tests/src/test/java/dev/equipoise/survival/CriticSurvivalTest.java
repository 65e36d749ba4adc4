package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.equipoise.app.RunsHere;
import dev.equipoise.balance.Readings;
import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.Snapshot;
import dev.equipoise.losses.FactorVae;
import dev.equipoise.model.MlpVae;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.IncompatibleResumeException;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of 30 steps with a checkpoint every 5, whose critic must be saved and taken back as the model is. */
class CriticSurvivalTest {

    @TempDir
    Path runs;

    @Experiment(name = "with-critic", epochs = 3, batchSize = 16, seed = 2)
    @GaussianData(examples = 160)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @FactorVae(
            gamma = 2,
            hidden = {8})
    @Checkpoint(everySteps = 5, keep = 100)
    static final class WithCritic {}

    @Experiment(name = "without-critic", epochs = 3, batchSize = 16, seed = 2)
    @GaussianData(examples = 160)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @Checkpoint(everySteps = 5, keep = 100)
    static final class WithoutCritic {}

    @ParameterizedTest
    @EnumSource
    void aCriticThatIsForgottenMovesTheEndOfTheRun(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        ExperimentPlan plan = here.plan(WithCritic.class);
        Path uninterrupted = here.run(plan).directory();
        Snapshot start = RunsHere.snapshot(here.run(plan, stop -> new StopAfter(1, stop)));

        Path whole = resumed(here, plan, unchanged -> unchanged);
        assertThat(end(whole)).isEqualTo(end(uninterrupted));
        assertThat(end(resumed(here, plan, snapshot -> withCritics(snapshot, start.critics()))))
                .as("the critic's parameters forgotten")
                .isNotEqualTo(end(uninterrupted));
        assertThat(end(resumed(here, plan, CriticSurvivalTest::withoutMoments)))
                .as("the moments of the critic's optimizer forgotten")
                .isNotEqualTo(end(uninterrupted));
        assertThat(end(resumed(here, plan, CriticSurvivalTest::withoutCounts)))
                .as("its counts of updates forgotten")
                .isNotEqualTo(end(uninterrupted));
    }

    /** The critic's own attributes too: they move the model through what the critic tells it. */
    @ParameterizedTest
    @ValueSource(strings = {"gamma=3", "hidden=9", "learningRate=0.01", "beta1=0.9", "beta2=0.99"})
    void everyAttributeOfTheTermMovesTheModel(String changed) throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        RunReport usual = here.run(here.plan(WithCritic.class));
        RunReport other = here.run(here.plan(WithCritic.class, "factorVae." + changed));

        assertThat(RunsHere.snapshot(other).parameters())
                .isNotEqualTo(RunsHere.snapshot(usual).parameters());
    }

    @ParameterizedTest
    @EnumSource
    void metricsTellTheTermsMeasureAndTheLossOfItsCritic(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        Witness witness = new Witness();
        Path run = here.run(here.plan(WithCritic.class), stop -> witness).directory();

        Readings last = witness.steps.get(29).readings();
        assertThat(Files.readAllLines(run.resolve("metrics.csv")))
                .filteredOn(line -> line.startsWith("step,train,30,"))
                .singleElement()
                .asString()
                .contains(",totalCorrelation=" + last.measures().get("totalCorrelation")
                        + " totalCorrelation.critic="
                        + last.critics().get("totalCorrelation").loss() + ",");
    }

    @ParameterizedTest
    @EnumSource
    void aRollbackTakesTheCriticBack(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        Witness witness = new Witness();
        RunReport rolledBack = here.run(here.plan(WithCritic.class, List.of("poisoned")), stop -> witness);
        assertThat(witness.rollbacks)
                .singleElement()
                .satisfies(back -> assertThat(back.to()).isEqualTo(10));

        // The same from there on: a run that was resumed after as many steps and knows of one rollback.
        ExperimentPlan never = here.plan(WithCritic.class, List.of("poisoned"), "poisoned.at=1000");
        Path resumed = here.run(never, stop -> new StopAfter(10, stop)).directory();
        Remains.rewriteNewest(resumed, snapshot -> {
            ObjectNode state = snapshot.state().deepCopy();
            state.put("rollbacks", 1);
            return new Snapshot(snapshot.parameters(), snapshot.optimizer(), snapshot.critics(), state);
        });
        here.resume(never, resumed);

        assertThat(end(rolledBack.directory())).isEqualTo(end(resumed));
    }

    /** Adam's first update is as long as its rate, whatever the gradient. */
    @ParameterizedTest
    @EnumSource
    void aRollbackHalvesTheRateOfTheCritic(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        ExperimentPlan plan =
                here.plan(WithCritic.class, List.of("poisoned"), "poisoned.at=1", "factorVae.learningRate=0.01");
        RunReport report = here.run(plan, stop -> new StopAfter(1, stop));
        Path checkpoints = report.directory().resolve("checkpoints");
        FloatBuffer start = RollbackTest.floats(checkpoints.resolve("step-0000000000/critics.bin"));
        FloatBuffer first = RollbackTest.floats(checkpoints.resolve("step-0000000001/critics.bin"));
        double longest = 0;
        while (start.hasRemaining()) {
            longest = Math.max(longest, Math.abs(first.get() - start.get()));
        }

        assertThat(report.rollbacks()).isEqualTo(1);
        assertThat(longest).isCloseTo(0.01 / 2, within(1e-4));
    }

    @ParameterizedTest
    @EnumSource
    void aCriticThatIsNotFiniteSendsTheRunBackBeforeItsUpdate(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        Witness witness = new Witness();
        ExperimentPlan plan = here.plan(WithoutCritic.class, List.of("poisonedCritic"));
        RunReport report = here.run(plan, stop -> witness);

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.steps()).isEqualTo(30);
        assertThat(witness.rollbacks).singleElement().satisfies(back -> {
            assertThat(back.from()).isEqualTo(14);
            assertThat(back.cause()).isEqualTo("the critic 'judged' of step 15 is not finite");
        });
        assertThat(witness.steps.get(14).readings().loss()).isFinite();
        assertThat(witness.steps.get(14).readings().critics().get("judged").loss())
                .isNaN();
        List<Long> streams = ((PoisonedCritic.Term) plan.parts(LossTerm.class).get(0))
                .owned()
                .streams();
        assertThat(streams).hasSize(15 + 20);
        assertThat(streams.subList(0, 15)).containsOnly(CounterRandom.Stream.critic(0));
        assertThat(streams.subList(15, 35)).as("draws after the rollback").containsOnly(CounterRandom.Stream.critic(1));
        assertThat(RollbackTest.written(report))
                .anyMatch(file -> file.endsWith("critics.bin"))
                .allSatisfy(RollbackTest::isFinite);
    }

    @ParameterizedTest
    @EnumSource
    void aCriticThatIsNeverFiniteAgainEndsTheRunAsDiverged(EngineName engine) {
        RunsHere here = new RunsHere(engine, runs);
        RunReport report =
                here.run(here.plan(WithoutCritic.class, List.of("poisonedCritic"), "poisonedCritic.times=1000000"));

        assertThat(report.status()).isEqualTo(RunStatus.DIVERGED);
        assertThat(report.exitCode()).isEqualTo(70);
        assertThat(report.reason()).get().asString().startsWith("the critic 'judged' of step ");
    }

    @ParameterizedTest
    @EnumSource
    void aCheckpointWithoutTheCriticOrWithAnotherIsRefusedByName(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        ExperimentPlan with = here.plan(WithCritic.class);
        Path run = here.run(with, stop -> new StopAfter(7, stop)).directory();

        assertThatThrownBy(() -> here.resume(here.plan(WithCritic.class, "factorVae.hidden=9"), run))
                .isInstanceOf(IncompatibleResumeException.class)
                .hasMessageContaining("factorVae.hidden was [8], is [9]");
        assertThat(accepted(here, here.plan(WithCritic.class, "factorVae.hidden=9"), run, "factorVae.hidden"))
                .contains("critic.totalCorrelation.0.weight must have the checkpoint's shape [8, 3], got (9, 3)");

        Remains.rewriteNewest(run, snapshot -> withCritics(snapshot, Map.of()));
        assertThat(accepted(here, with, run, "nothing"))
                .contains("the checkpoint must contain critic.totalCorrelation.0.weight, which is new");
    }

    private static String accepted(RunsHere here, ExperimentPlan plan, Path run, String difference) {
        try {
            return here.resume(plan, run, Set.of(difference)).toString();
        } catch (IncompatibleResumeException e) {
            return e.getMessage();
        }
    }

    /** A run that is interrupted after 7 steps, and goes on from what this makes of its checkpoint. */
    private static Path resumed(RunsHere here, ExperimentPlan plan, UnaryOperator<Snapshot> change) throws IOException {
        Path run = here.run(plan, stop -> new StopAfter(7, stop)).directory();
        Remains.rewriteNewest(run, change);
        here.resume(plan, run);
        return run;
    }

    /** Bits of the model and of the critic. */
    private static List<?> end(Path run) throws IOException {
        Map<String, List<?>> remains = Remains.of(run);
        return List.of(
                remains.getOrDefault("params.bin", List.of()),
                remains.getOrDefault("critics.bin", List.of()),
                remains.getOrDefault("optim.bin", List.of()));
    }

    private static Snapshot withCritics(Snapshot snapshot, Map<String, Tensor> critics) {
        return new Snapshot(snapshot.parameters(), snapshot.optimizer(), critics, snapshot.state());
    }

    private static Snapshot withoutMoments(Snapshot snapshot) {
        Map<String, Tensor> optimizer = snapshot.optimizer().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        moment -> moment.getKey().contains("critic.")
                                ? new Tensor(
                                        moment.getValue().shape(),
                                        new float[moment.getValue().values().length])
                                : moment.getValue()));
        return new Snapshot(snapshot.parameters(), optimizer, snapshot.critics(), snapshot.state());
    }

    private static Snapshot withoutCounts(Snapshot snapshot) {
        ObjectNode state = snapshot.state().deepCopy();
        ObjectNode counts = (ObjectNode) state.get("optimizer");
        List<String> ofCritic = new ArrayList<>();
        counts.fieldNames().forEachRemaining(ofCritic::add);
        ofCritic.removeIf(path -> !path.startsWith("critic."));
        assertThat(ofCritic).hasSize(4);
        ofCritic.forEach(path -> counts.put(path, 0.0));
        return new Snapshot(snapshot.parameters(), snapshot.optimizer(), snapshot.critics(), state);
    }
}
