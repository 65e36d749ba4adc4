package dev.equipoise.local;

import ai.djl.ndarray.NDManager;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.DataFormatException;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Split;
import dev.equipoise.engine.DeviceSelection;
import dev.equipoise.engine.EngineThread;
import dev.equipoise.engine.SelectedDevice;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.export.EncodedExamples;
import dev.equipoise.local.internal.loop.EvaluatedSplits;
import dev.equipoise.local.internal.loop.SavedEvaluation;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.run.ModelView.Encoded;
import dev.equipoise.run.Phase;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.SplitEvaluation;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What saved models make of data: of the splits of their runs, or of new files. */
public final class SavedEvaluations {

    /** Examples that are read and encoded at once. */
    private static final int ROWS = 512;

    private final DeviceSelection devices;

    @Inject
    public SavedEvaluations(DeviceSelection devices) {
        this.devices = devices;
    }

    /**
     * Evaluates a model as its run did at its end.
     *
     * @param plan with which the run began
     * @param file new examples; empty for those of the run
     * @throws dev.equipoise.data.DataFormatException if the file has no examples like those of the run
     * @throws dev.equipoise.run.IncompatibleResumeException if the run's data have changed
     */
    public EvaluatedModel evaluate(ExperimentPlan plan, SavedModel saved, Optional<Path> file, RunOptions options) {
        PreprocessedData data = data(plan, saved, file, options);
        EvaluatedSplits evaluated = on(
                plan, saved, options, model -> SavedEvaluation.of(plan, model, data, saved.critics(), saved.state()));
        Map<String, SplitEvaluation> splits = new LinkedHashMap<>();
        splits.put(Phase.TRAIN.word(), evaluated.train());
        splits.put(file.isPresent() ? "new" : Phase.VALIDATION.word(), evaluated.validation());
        evaluated.test().ifPresent(test -> splits.put("test", test));
        return new EvaluatedModel(splits, evaluated.dataUnitsMissing());
    }

    private static PreprocessedData data(
            ExperimentPlan plan, SavedModel saved, Optional<Path> file, RunOptions options) {
        SavedData given = new SavedData(plan, saved, options.engine());
        PreprocessedData own = given.splits();
        return file.map(path -> new PreprocessedData(
                        new Dataset(own.dataset().training(), given.ofNew(path, own.steps())),
                        own.facts(),
                        own.steps(),
                        own.warnings(),
                        own.condition()))
                .orElse(own);
    }

    /**
     * Evaluates a model at betas that it was trained for, on the validation split of its run or on new examples.
     *
     * @param plan with which the run began
     * @param file new examples; empty for the validation split
     * @throws InvalidPartException if the plan's strategy trains for one beta at a time
     * @throws IllegalArgumentException if the model was not trained for one of the betas
     */
    public List<SplitEvaluation> at(
            List<Double> betas, ExperimentPlan plan, SavedModel saved, Optional<Path> file, RunOptions options) {
        BalancingStrategy.Rates rates = rates(plan);
        PreprocessedData data = data(plan, saved, file, options);
        return on(
                plan,
                saved,
                options,
                model -> SavedEvaluation.at(plan, model, data, saved.critics(), saved.state(), rates, betas));
    }

    /**
     * The betas that a plan's model is trained for.
     *
     * @throws InvalidPartException if its strategy trains for one beta at a time
     */
    public static BalancingStrategy.Rates rates(ExperimentPlan plan) {
        BalancingStrategy<?> strategy = plan.part(BalancingStrategy.class);
        return strategy.rates()
                .orElseThrow(() ->
                        new InvalidPartException("the run must be trained for many betas, got " + plan.nameOf(strategy)
                                + ", which has one beta at a time; train with a strategy for many betas"));
    }

    /**
     * Encodes the validation split of a run, or new examples.
     *
     * @param plan with which the run began
     * @param file new examples; empty for the validation split
     * @throws dev.equipoise.data.DataFormatException if the file has no examples like those of the run
     * @throws dev.equipoise.run.IncompatibleResumeException if the run's data have changed
     */
    public EncodedExamples encode(ExperimentPlan plan, SavedModel saved, Optional<Path> file, RunOptions options) {
        SavedData given = new SavedData(plan, saved, options.engine());
        Split split = file.map(path -> given.ofNew(path, given.steps()))
                .orElseGet(() -> given.splits().dataset().validation());
        return on(plan, saved, options, model -> encode(model, split));
    }

    /**
     * Replaces the missing values of new records by the reconstruction from the posterior means.
     *
     * @param plan with which the run began
     * @throws dev.equipoise.data.DataFormatException if the run's data have no columns or lack nothing, or the file has no
     *     records like those of the run
     */
    public ImputedTable impute(ExperimentPlan plan, SavedModel saved, Path file, RunOptions options) {
        DataFacts facts = plan.part(DataSource.class).facts();
        if (facts.columns().isEmpty()) {
            throw new DataFormatException("the data of the run must be a table whose columns have names, got "
                    + plan.nameOf(plan.part(DataSource.class)));
        }
        if (!facts.gaps()) {
            throw new DataFormatException("the model must know which values are missing, but the table of its run lacks"
                    + " none; train on records that lack some");
        }
        SavedData given = new SavedData(plan, saved, options.engine());
        List<FittedPreprocessing> steps = given.steps();
        Split records = given.read(file);
        Split split = given.preprocessed(records, steps);
        Reconstruction term = plan.part(Reconstruction.class);
        float[] predictions = on(plan, saved, options, model -> model.reconstruct(split, term::prediction));
        return ImputedTable.of(facts.columns(), records, FittedPreprocessing.undo(steps, predictions));
    }

    private static EncodedExamples encode(EngineModel model, Split split) {
        int size = Math.multiplyExact(split.examples(), model.latents());
        float[] means = new float[size];
        float[] logVariances = new float[size];
        for (int from = 0; from < split.examples(); from += ROWS) {
            Encoded some = model.encode(split, from, Math.min(from + ROWS, split.examples()));
            int at = from * model.latents();
            System.arraycopy(some.means(), 0, means, at, some.means().length);
            System.arraycopy(some.logVariances(), 0, logVariances, at, some.logVariances().length);
        }
        return new EncodedExamples(model.prior(), new Encoded(means, logVariances), split.labels());
    }

    /** Works with the model on its engine. */
    private <T> T on(ExperimentPlan plan, SavedModel saved, RunOptions options, Function<EngineModel, T> work) {
        SelectedDevice device = devices.choose(options.device(), options.engine());
        return EngineThread.call(() -> {
            try (NDManager manager = LoadedModel.manager(plan, options.engine(), device)) {
                EngineModel model = EngineModel.of(plan, options.engine(), manager);
                Tensor.write(saved.parameters(), model.vae().saved());
                return work.apply(model);
            }
        });
    }
}
