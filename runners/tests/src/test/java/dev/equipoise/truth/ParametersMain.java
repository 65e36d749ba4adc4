package dev.equipoise.truth;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Split;
import dev.equipoise.engine.Engines;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.loop.Training;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.losses.AnalyticKl;
import dev.equipoise.losses.SquaredError;
import dev.equipoise.model.Activation;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.ConvVae;
import dev.equipoise.model.DiagonalGaussian;
import dev.equipoise.model.JointUpdate;
import dev.equipoise.model.Posterior;
import dev.equipoise.model.Procedure;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.PricedSum;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.optimizer.AdamSettings;
import dev.equipoise.optimizer.Optimizer;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.plan.DataWarnings;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Evaluation;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StopRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Trains a small convolutional model and prints the SHA-256 of its parameters: {@code ENGINE [collect]}. */
final class ParametersMain {

    private ParametersMain() {}

    /** Measures nothing, but collects garbage between forward and backward. */
    private record Collecting() implements LossTerm {

        @Override
        public List<Measure> measures() {
            return List.of(Measure.of("collected", Grain.BATCH, "nothing"));
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            System.gc();
            return List.of(batch.constants().fixed(0));
        }

        @Override
        public double weight() {
            return 0;
        }
    }

    public static void main(String[] arguments) throws Exception {
        EngineName engine = EngineName.valueOf(arguments[0]);
        boolean collect = arguments.length > 1;
        Engines.start(engine);
        Engines.prepareThread(engine);
        Engines.useThreads(engine, Engines.cores());
        DataFacts data = new DataFacts(150, 20, List.of(1, 16, 16), Optional.empty());
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), engine.djlName())) {
            PreprocessedData loaded = new PreprocessedData(
                    new Dataset(split(150, data.elements(), 1), split(20, data.elements(), 2)),
                    data,
                    List.of(),
                    List.of());
            ExperimentPlan plan = plan(data, collect);
            EngineModel model = EngineModel.of(plan, engine, manager);
            Training training = new Training(
                    plan, loaded, model, new StopRequest(), System::nanoTime, DataWarnings.optimum(plan, loaded));
            if (training.train(new RunListener() {}, Optional.empty()) != RunStatus.COMPLETED) {
                throw new IllegalStateException("the training did not end well");
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(model.vae().parameters()).forEach((path, array) -> {
                digest.update(path.getBytes(StandardCharsets.UTF_8));
                digest.update(array.toByteBuffer());
            });
            System.out.println("parameters " + HexFormat.of().formatHex(digest.digest()));
        }
    }

    private static Split split(int examples, int elements, long step) {
        float[] values = new float[examples * elements];
        CounterRandom.gaussian(values, 4, 4, step);
        return new Split(values, elements, new int[0]);
    }

    private static ExperimentPlan plan(DataFacts data, boolean collect) {
        Facts facts = new Facts(Optional.of(data), 32, 8, 5);
        Stream<ExperimentPlan.PlannedPart> parts = Stream.of(
                part(Architecture.class, new ConvVae.Convolutional(List.of(8, 8), List.of(32), 4, Activation.RELU)),
                part(Posterior.class, new DiagonalGaussian.Clamped(20)),
                part(Reconstruction.class, new SquaredError.Term()),
                part(Divergence.class, new AnalyticKl.Term()),
                part(BalancingStrategy.class, (OpenLoop) step -> Prices.beta(1 + step)),
                part(Procedure.class, new JointUpdate.Joint()),
                part(Objective.class, new PricedSum.Sum()),
                part(LearningRate.class, (ScheduledRate) step -> 1e-3),
                part(Optimizer.class, new AdamSettings(0.9, 0.999, 1e-8, 50)),
                part(Evaluation.Settings.class, new Evaluation.Settings(1, 0)));
        Stream<ExperimentPlan.PlannedPart> collecting =
                collect ? Stream.of(part(LossTerm.class, new Collecting())) : Stream.empty();
        return new ExperimentPlan(
                ParametersMain.class,
                "parameters",
                Map.of(),
                Stream.concat(parts, collecting).toList(),
                facts,
                List.of());
    }

    private static <T> ExperimentPlan.PlannedPart part(Class<T> role, T part) {
        return new ExperimentPlan.PlannedPart(role.getSimpleName(), role, "test", Map.of(), part);
    }
}
