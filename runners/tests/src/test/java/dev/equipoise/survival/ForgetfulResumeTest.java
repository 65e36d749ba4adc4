package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.equipoise.app.RunsHere;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.GaussianData;
import dev.equipoise.engine.EngineThread;
import dev.equipoise.engine.Engines;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.Snapshot;
import dev.equipoise.model.MlpVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.schedules.FixedBeta;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a resume must not forget: each piece of state that is left out changes the end of the run, so that a comparison
 * with the uninterrupted run would see it.
 */
class ForgetfulResumeTest {

    @TempDir
    Path runs;

    @Experiment(name = "forgetful", epochs = 2, batchSize = 16, seed = 5)
    @GaussianData(examples = 160)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @FixedBeta(beta = 1)
    static final class Forgetful {}

    @ParameterizedTest
    @EnumSource
    void everyPieceOfStateMovesTheEndOfTheRun(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        ExperimentPlan plan = here.plan(Forgetful.class);
        Path uninterrupted = here.run(plan).directory();

        assertThat(parameters(resumed(here, plan, unchanged -> unchanged)))
                .as("everything restored, by way of the same reading and writing as below")
                .isEqualTo(parameters(uninterrupted));
        assertThat(parameters(resumed(here, plan, ForgetfulResumeTest::withoutMoments)))
                .as("moments forgotten")
                .isNotEqualTo(parameters(uninterrupted));
        assertThat(parameters(resumed(here, plan, ForgetfulResumeTest::withoutCounts)))
                .as("counts of updates forgotten")
                .isNotEqualTo(parameters(uninterrupted));
        assertThat(parameters(resumed(here, plan, ForgetfulResumeTest::withOtherNoise)))
                .as("the place in the stream of noise forgotten")
                .isNotEqualTo(parameters(uninterrupted));
        assertThat(parameters(resumed(here, plan, ForgetfulResumeTest::withOtherOrder)))
                .as("the place in the epoch forgotten")
                .isNotEqualTo(parameters(uninterrupted));
    }

    /** A run that is interrupted after 7 of 20 steps, and goes on from what this makes of its checkpoint. */
    private Path resumed(RunsHere here, ExperimentPlan plan, UnaryOperator<Snapshot> change) throws IOException {
        Path run = here.run(plan, stop -> new StopAfter(7, stop)).directory();
        assertThat(Remains.newest(run)).hasFileName("step-0000000007");
        Remains.rewriteNewest(run, change);
        here.resume(plan, run);
        return run;
    }

    private static List<?> parameters(Path run) throws IOException {
        return Remains.of(run).get("params.bin");
    }

    private static Snapshot withoutMoments(Snapshot snapshot) {
        Map<String, Tensor> zeros = snapshot.optimizer().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        moment -> new Tensor(
                                moment.getValue().shape(),
                                new float[moment.getValue().values().length])));
        return new Snapshot(snapshot.parameters(), zeros, snapshot.critics(), snapshot.state());
    }

    private static Snapshot withoutCounts(Snapshot snapshot) {
        JsonNode state = snapshot.state().deepCopy();
        ObjectNode counts = (ObjectNode) state.get("optimizer");
        counts.fieldNames().forEachRemaining(path -> counts.put(path, 0.0));
        return new Snapshot(snapshot.parameters(), snapshot.optimizer(), snapshot.critics(), state);
    }

    /** Under a beta and a learning rate that do not move, the count of steps is the key of the noise and no more. */
    private static Snapshot withOtherNoise(Snapshot snapshot) {
        return withLedger(snapshot, "steps", 8);
    }

    private static Snapshot withOtherOrder(Snapshot snapshot) {
        return withLedger(snapshot, "place", 0);
    }

    private static Snapshot withLedger(Snapshot snapshot, String name, int value) {
        JsonNode state = snapshot.state().deepCopy();
        ((ObjectNode) state.get("ledger")).put(name, value);
        return new Snapshot(snapshot.parameters(), snapshot.optimizer(), snapshot.critics(), state);
    }

    /**
     * DJL's own trainer on MXNet keeps a copy of the parameters from its initialization on, updates that, and writes it
     * over what was restored: why the loop here has no trainer, and puts a rollback's values into the arrays themselves.
     */
    @ParameterizedTest
    @EnumSource
    void theTrainerOfDjlForgetsALateRestoreOnMxNet(EngineName engine) {
        float[] after = EngineThread.call(() -> afterLateRestore(engine));

        if (engine == EngineName.MXNET) {
            assertThat(after).as("what was restored is gone").doesNotContain(5);
        } else {
            assertThat(after).as("what was restored is there").containsOnly(5);
        }
    }

    /** Weights after a step of rate 0 that follows a restore of all of them to 5. */
    private static float[] afterLateRestore(EngineName engine) {
        Engines.start(engine);
        Engines.prepareThread(engine);
        Linear block = Linear.builder().setUnits(2).build();
        DefaultTrainingConfig config = new DefaultTrainingConfig(Loss.l2Loss())
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(
                        Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0)).build());
        try (Model model = Model.newInstance("late", Device.cpu(), engine.djlName())) {
            model.setBlock(block);
            try (Trainer trainer = model.newTrainer(config);
                    NDManager manager = Engine.getEngine(engine.djlName()).newBaseManager(Device.cpu())) {
                trainer.initialize(new Shape(4, 3));
                step(trainer, manager);
                Parameter weight = block.getParameters().get("weight");
                try (NDArray five = manager.full(weight.getArray().getShape(), 5f)) {
                    five.copyTo(weight.getArray());
                }
                step(trainer, manager);
                return weight.getArray().toFloatArray();
            }
        }
    }

    private static void step(Trainer trainer, NDManager manager) {
        NDArray data = manager.ones(new Shape(4, 3));
        NDArray labels = manager.zeros(new Shape(4, 2));
        try (GradientCollector collector = trainer.newGradientCollector()) {
            collector.backward(trainer.getLoss().evaluate(new NDList(labels), trainer.forward(new NDList(data))));
        }
        trainer.step();
    }
}
