package dev.equipoise.local.loop;

import ai.djl.ndarray.NDManager;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.model.Vae;
import dev.equipoise.objective.Constants;
import dev.equipoise.run.EpochMeans;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.SplitEvaluation;
import java.util.Map;
import java.util.OptionalDouble;

/** What the model is worth at this moment, judged by the variance of its decoder where the run stands. */
final class Evaluations {

    private final NDManager manager;
    private final Vae vae;
    private final PricedTerms terms;
    private final Constants constants;
    private final PreprocessedData data;
    private final int latents;
    private final Evaluator evaluator;
    private final Ledger ledger;

    Evaluations(
            NDManager manager,
            Vae vae,
            PricedTerms terms,
            Constants constants,
            PreprocessedData data,
            int latents,
            Evaluator evaluator,
            Ledger ledger) {
        this.manager = manager;
        this.vae = vae;
        this.terms = terms;
        this.constants = constants;
        this.data = data;
        this.latents = latents;
        this.evaluator = evaluator;
        this.ledger = ledger;
    }

    /** The validation split at the end of an epoch. */
    SplitEvaluation validation(EpochMeans training, RunListener listener) {
        return evaluator
                .evaluate(data.dataset().validation(), ledger.steps(), listener)
                .evaluation(reconstructionUnit(), judgedVariance(), training.mse());
    }

    /** Both splits: training first, whose squared error is the variance that both are judged by. */
    Map<String, SplitEvaluation> both(RunListener listener) {
        SplitMeans training = evaluator.evaluate(data.dataset().training(), ledger.steps(), listener);
        SplitMeans validation = evaluator.evaluate(data.dataset().validation(), ledger.steps(), listener);
        return Map.of(
                "train", training.evaluation(reconstructionUnit(), judgedVariance(), training.mse()),
                "validation", validation.evaluation(reconstructionUnit(), judgedVariance(), training.mse()));
    }

    /** The model for listeners. */
    LiveModel model() {
        return new LiveModel(manager, vae, terms, constants, data, latents, judgedVariance());
    }

    private String reconstructionUnit() {
        return terms.reconstruction().measures().get(0).unit();
    }

    /** Variance of the Gaussian decoder that the strategy learned, or that the current effective beta implies. */
    OptionalDouble decoderVariance() {
        OptionalDouble beta = ledger.beta();
        if (ledger.learnedVariance().isPresent()) {
            return ledger.learnedVariance();
        }
        return beta.isPresent() ? terms.reconstruction().decoderVariance(beta.getAsDouble()) : beta;
    }

    /** What likelihoods use: not a number where the decoder is Gaussian and no beta says with which variance. */
    private OptionalDouble judgedVariance() {
        boolean unknown = ledger.beta().isEmpty()
                && ledger.learnedVariance().isEmpty()
                && terms.reconstruction().decoderVariance(1).isPresent();
        return unknown ? OptionalDouble.of(Double.NaN) : decoderVariance();
    }
}
