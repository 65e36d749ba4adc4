package dev.equipoise.local.internal.verdict;

import dev.equipoise.balance.Aim;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.data.Dataset;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.verdict.Unjudged;
import dev.equipoise.model.Architecture;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Compares a run with the model that ignores its latents, the linear model and its target: at every epoch for what the
 * latents do, at the end for all verdicts.
 */
public final class Judge {

    /** The number of examples from which the saving is estimated well enough. */
    private static final int ENOUGH = 1_000;

    private final ExperimentPlan plan;
    /** With the elements alone of which squared errors are measured. */
    private final Dataset data;

    private final Dataset whole;
    private final Balance balance;
    private final Optional<Unjudged> unjudged;
    private final Supplier<LinearOptimum> optimum;
    private final double meanError;

    /** @param optimum of a linear model on the training split, computed when it is first asked for */
    public Judge(ExperimentPlan plan, Dataset data, Supplier<LinearOptimum> optimum) {
        this.plan = plan;
        this.data = plan.part(Reconstruction.class)
                .compared()
                .map(kept -> data.map(split -> split.only(kept)))
                .orElse(data);
        whole = data;
        this.optimum = optimum;
        unjudged = plan.parts(Unjudged.class).stream().findFirst();
        balance = Balance.of(plan, plan.part(Architecture.class).latent());
        double[] mean = this.data.training().means();
        meanError = mean(this.data.training().squaredDistances(mean));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /**
     * Why the decoder ignores its latents after an epoch; empty if it does not, or if it is too soon to say.
     *
     * @param beta the effective one of the epoch's last step
     */
    public Optional<String> ignored(EpochFinished.TrainingMeans training, OptionalDouble beta, Length length) {
        double saved = 1 - training.squaredError() / meanError;
        // No linear model saves more than everything, and the spectrum takes its time.
        if (unjudged.isPresent()
                || !Double.isFinite(saved)
                || saved >= LatentUse.IGNORED
                || length.tooShort(balance.arrival()).isPresent()) {
            return Optional.empty();
        }
        LatentUse use = new LatentUse(saved, balance.possible(optimum.get(), beta), training.kl());
        if (use.collapsed()) {
            return Optional.of(Verdicts.collapse(use, balance.arrival().isPresent()));
        }
        return use.notWorthIt() && balance.aim().isEmpty() && beta.isPresent()
                ? Optional.of(Verdicts.aboveSpectrum(use, beta.getAsDouble(), optimum.get()))
                : Optional.empty();
    }

    /** What the strategy was to hold, and what the training split has; empty if it holds nothing. */
    public Optional<RunReport.Target> target(SplitEvaluation train, OptionalDouble beta, boolean settled) {
        return balance.aim().filter(aim -> !aim.floor()).map(aim -> target(aim, train, beta, settled));
    }

    private RunReport.Target target(Aim aim, SplitEvaluation train, OptionalDouble beta, boolean settled) {
        double reached = aim.held() == Aim.Held.KL ? train.divergence() : train.squaredError();
        BalancingStrategy<?> strategy = plan.part(BalancingStrategy.class);
        boolean atBound = beta.isPresent()
                && strategy.betaBounds()
                        .filter(bounds -> bounds.reached(beta.getAsDouble()))
                        .isPresent();
        return new RunReport.Target(aim.held(), aim.value(), reached, settled, atBound);
    }

    /** The verdicts on a run that was not evaluated. */
    public static List<Verdict> ofUnevaluated() {
        return Verdicts.cannotSay("the run ended before it was evaluated");
    }

    /**
     * The verdicts on a run.
     *
     * @param ofExamples what each example of validation has
     */
    public List<Verdict> verdicts(
            SplitEvaluation train,
            SplitEvaluation validation,
            ExampleErrors ofExamples,
            OptionalDouble beta,
            Length length,
            Optional<RunReport.Target> target) {
        if (unjudged.isPresent()) {
            return Verdicts.cannotSay(unjudged.get().why());
        }
        Reconstruction reconstruction = plan.part(Reconstruction.class);
        double meanValue = reconstruction
                .ofBestConstant(whole.training(), whole.training())
                .map(Judge::mean)
                .orElse(meanError);
        return Verdicts.of(new Evidence(
                balance,
                length,
                beta,
                train,
                validation,
                meanError,
                excess(reconstruction, ofExamples),
                meanValue,
                target,
                optimum));
    }

    /** By squared errors too if a density has no bound: the best constant then wins by elements that hardly vary. */
    private Excess excess(Reconstruction reconstruction, ExampleErrors ofExamples) {
        double saving = reconstruction.saving(whole.validation().sampled(ENOUGH, 0));
        double[] ofMean = data.validation().squaredDistances(data.training().means());
        return reconstruction
                .ofBestConstant(whole.training(), whole.validation())
                .filter(constant -> Double.isFinite(saving))
                .map(constant -> Excess.of(
                        ofExamples.reconstruction(),
                        constant,
                        saving,
                        reconstruction.measures().get(0).unit()))
                .orElseGet(
                        () -> Excess.of(ofExamples.squaredError(), ofMean, mean(ofMean), "squared error per example"));
    }
}
