package dev.equipoise.local.internal.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.Augmentation;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.StateJson;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.run.Evaluation;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StopRequest;
import java.util.List;
import java.util.Map;

/** Evaluates the model of a checkpoint as a run evaluates its own at its end. */
public final class SavedEvaluation {

    private SavedEvaluation() {}

    /**
     * The validation split of data at betas that the model was trained for.
     *
     * @param plan with which the run began
     * @param model with the checkpoint's parameters
     */
    public static List<SplitEvaluation> at(
            ExperimentPlan plan,
            EngineModel model,
            PreprocessedData data,
            Map<String, Tensor> critics,
            JsonNode state,
            BalancingStrategy.Rates rates,
            List<Double> betas) {
        return betas.stream()
                .map(beta -> of(model.at(beta, rates), plan, data, critics, state)
                        .validation(Double.NaN, new RunListener() {}))
                .toList();
    }

    /**
     * Every split of data.
     *
     * @param plan with which the run began
     * @param model with the checkpoint's parameters
     * @param critics parameters of the critics, by path
     * @param state of the checkpoint, which says by which variance the decoder is judged
     */
    public static EvaluatedSplits of(
            ExperimentPlan plan,
            EngineModel model,
            PreprocessedData data,
            Map<String, Tensor> critics,
            JsonNode state) {
        return of(model, plan, data, critics, state).splits(new RunListener() {});
    }

    private static Evaluations of(
            EngineModel model,
            ExperimentPlan plan,
            PreprocessedData data,
            Map<String, Tensor> critics,
            JsonNode state) {
        TrainingState saved = StateJson.read(state, TrainingState.class, "the run");
        BoundCritics bound = new BoundCritics(PricedTerms.of(plan), model);
        Tensor.write(critics, bound.parameters());
        PricedTerms terms = new PricedTerms(plan, bound);
        RunProgress ledger = new RunProgress(model.elements(), plan.facts().batchSize(), () -> 0);
        ledger.restore(saved.ledger());
        MicroBatches microBatches = new MicroBatches();
        microBatches.restore(saved.microBatches());
        Evaluation.Settings settings = plan.part(Evaluation.Settings.class);
        return new Evaluations(
                new Evaluator(model, terms, settings.draws(), new StopRequest(), microBatches),
                data,
                settings.sampled(data.dataset()),
                !plan.parts(Augmentation.class).isEmpty(),
                terms.reconstruction(),
                ledger,
                variance -> new LiveModel(model, terms, data, variance));
    }
}
