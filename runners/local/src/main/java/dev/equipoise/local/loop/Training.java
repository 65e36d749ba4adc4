package dev.equipoise.local.loop;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.engine.EngineName;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.optimizer.Optimizer;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.Network;
import dev.equipoise.model.Posterior;
import dev.equipoise.model.Procedure;
import dev.equipoise.model.Vae;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Objective;
import dev.equipoise.part.Facts;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.EpochMeans;
import dev.equipoise.run.Evaluation;
import dev.equipoise.run.Progress;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StoppingRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The loop of one run: prices, step, readings, next state, event; and the evaluation of both splits at its end.
 *
 * @param <S> the strategy's state
 * @param <P> the procedure's state
 */
public final class Training<S extends Record, P extends Record> {

    private final Facts facts;
    private final BalancingStrategy<S> strategy;
    private final String strategyKey;
    private final Procedure<P> procedure;
    private final LearningRateCourse<?> rate;
    private final List<RuleCourse<?>> rules = new ArrayList<>();
    private final PreprocessedData data;
    private final Vae vae;
    private final PricedTerms terms;
    private final NDManager manager;
    private final Constants constants;
    private final int latents;
    private final TrainingStep step;
    private final Batches batches;
    private final Evaluator evaluator;

    private S strategyState;
    private P procedureState;
    private long steps;
    private int epochs;
    private double trainingSeconds;
    private long trainedExamples;
    private OptionalDouble beta = OptionalDouble.empty();
    private OptionalDouble learnedVariance = OptionalDouble.empty();
    private Optional<EpochMeans> lastEpoch = Optional.empty();
    private Optional<String> divergence = Optional.empty();
    private Optional<String> stop = Optional.empty();

    private Training(
            ExperimentPlan plan,
            PreprocessedData data,
            EngineName engine,
            NDManager manager,
            BalancingStrategy<S> strategy,
            Procedure<P> procedure) {
        this.facts = plan.facts();
        this.data = data;
        this.manager = manager;
        this.strategy = strategy;
        strategyKey = plan.key(BalancingStrategy.class);
        this.procedure = procedure;
        rate = LearningRateCourse.of(plan.part(LearningRate.class));
        plan.parts(StoppingRule.class).forEach(rule -> rules.add(RuleCourse.of(rule)));
        strategyState = strategy.initial();
        procedureState = procedure.initial();
        Architecture architecture = plan.part(Architecture.class);
        latents = architecture.latent();
        vae = new Vae(
                architecture.layers(facts.data()),
                plan.part(Posterior.class),
                facts.elements(),
                manager,
                DataType.FLOAT32,
                facts.seed());
        terms = new PricedTerms(plan);
        constants = new Constants(manager, DataType.FLOAT32);
        step = new TrainingStep(
                engine,
                manager,
                vae,
                terms,
                plan.part(Objective.class),
                plan.part(Optimizer.class).bind(vae.parameters(), manager),
                constants,
                latents,
                facts.seed());
        batches = new Batches(manager, data.dataset().training(), facts.batchSize(), facts.seed());
        int draws = plan.part(Evaluation.Settings.class).draws();
        evaluator = new Evaluator(manager, vae, terms, constants, latents, draws, facts.seed());
    }

    /** The training of a plan on data that was loaded for it; {@code manager} owns everything on the device. */
    public static Training<?, ?> of(ExperimentPlan plan, PreprocessedData data, EngineName engine, NDManager manager) {
        BalancingStrategy<?> strategy = plan.part(BalancingStrategy.class);
        Procedure<?> procedure = plan.part(Procedure.class);
        return of(plan, data, engine, manager, strategy, procedure);
    }

    private static <S extends Record, P extends Record> Training<S, P> of(
            ExperimentPlan plan,
            PreprocessedData data,
            EngineName engine,
            NDManager manager,
            BalancingStrategy<S> strategy,
            Procedure<P> procedure) {
        return new Training<>(plan, data, engine, manager, strategy, procedure);
    }

    /** The model that is trained. */
    public Vae vae() {
        return vae;
    }

    /** Trains until the last epoch ends, a rule stops it or the readings are not finite. */
    public RunStatus train(RunListener listener) {
        for (int epoch = 0; epoch < facts.epochs(); epoch++) {
            epochs = epoch + 1;
            EpochSums sums = new EpochSums(facts.elements(), latents);
            for (int place = 0; place < batches.perEpoch(); place++) {
                if (!step(epoch, place, sums, listener)) {
                    return stop.isPresent() ? RunStatus.STOPPED : RunStatus.DIVERGED;
                }
            }
            EpochMeans means = sums.means();
            lastEpoch = Optional.of(means);
            SplitEvaluation validation = evaluator
                    .evaluate(data.dataset().validation())
                    .evaluation(reconstructionUnit(), judgedVariance(), means.mse());
            EpochFinished event = new EpochFinished(epoch, steps, means, validation, model());
            listener.epochFinished(event);
            Progress progress = progress();
            rules.forEach(rule -> rule.afterEpoch(event, progress));
            if (stops()) {
                return RunStatus.STOPPED;
            }
        }
        return RunStatus.COMPLETED;
    }

    private boolean step(int epoch, int place, EpochSums sums, RunListener listener) {
        long began = System.nanoTime();
        Prices prices = prices();
        double learningRate = rate.at(steps);
        Set<Network> updated = procedure.updated(steps, procedureState);
        Readings readings =
                step.take(steps, scoped -> batches.batch(epoch, place, scoped), prices, learningRate, updated);
        S before = strategyState;
        strategyState = strategy.next(steps, before, readings);
        procedureState = procedure.next(steps, procedureState, readings);
        int examples = batches.examples(place);
        double seconds = (System.nanoTime() - began) * 1e-9;
        rate.next(steps, readings);
        beta = strategy.effectiveBeta(steps, before);
        learnedVariance = strategy.decoderVariance(steps, before);
        sums.add(readings, beta, learningRate, examples, seconds);
        trainingSeconds += seconds;
        StepFinished event = new StepFinished(
                steps,
                epoch,
                examples,
                learningRate,
                prices,
                beta,
                readings,
                strategy.klTarget(steps, before).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                strategy.exported(before),
                seconds);
        listener.stepFinished(event);
        if (!readings.finite()) {
            String what = Double.isFinite(readings.loss()) ? "gradient" : "loss";
            divergence = Optional.of("the " + what + " of step " + (steps + 1) + " is not finite");
            return false;
        }
        steps++;
        trainedExamples += examples;
        Progress progress = progress();
        rules.forEach(rule -> rule.afterStep(event, progress));
        return !stops();
    }

    private boolean stops() {
        List<String> reasons =
                rules.stream().flatMap(rule -> rule.stops().stream()).toList();
        stop = reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
        return stop.isPresent();
    }

    private Progress progress() {
        return new Progress(steps, trainingSeconds, strategy.settled(steps, strategyState));
    }

    private Prices prices() {
        try {
            return strategy.prices(steps, strategyState);
        } catch (IllegalArgumentException e) {
            throw new UnpricedStepException(strategyKey, steps, e);
        }
    }

    /** Both splits as they are now: training first, whose squared error is the variance that both are judged by. */
    public Map<String, SplitEvaluation> evaluate() {
        SplitMeans training = evaluator.evaluate(data.dataset().training());
        SplitMeans validation = evaluator.evaluate(data.dataset().validation());
        return Map.of(
                "train", training.evaluation(reconstructionUnit(), judgedVariance(), training.mse()),
                "validation", validation.evaluation(reconstructionUnit(), judgedVariance(), training.mse()));
    }

    private LiveModel model() {
        return new LiveModel(manager, vae, terms.reconstruction(), constants, data, latents, judgedVariance());
    }

    private String reconstructionUnit() {
        return terms.reconstruction().measures().get(0).unit();
    }

    /** Variance of the Gaussian decoder that the strategy learned, or that the current effective beta implies. */
    public OptionalDouble decoderVariance() {
        if (learnedVariance.isPresent()) {
            return learnedVariance;
        }
        return beta.isPresent() ? terms.reconstruction().decoderVariance(beta.getAsDouble()) : beta;
    }

    /** What likelihoods use: not a number where the decoder is Gaussian and no beta says with which variance. */
    private OptionalDouble judgedVariance() {
        boolean unknown = beta.isEmpty()
                && learnedVariance.isEmpty()
                && terms.reconstruction().decoderVariance(1).isPresent();
        return unknown ? OptionalDouble.of(Double.NaN) : decoderVariance();
    }

    /** Effective beta of the last step. */
    public OptionalDouble beta() {
        return beta;
    }

    /** Means of the last epoch that ended. */
    public Optional<EpochMeans> lastEpoch() {
        return lastEpoch;
    }

    /** What became non-finite, at which step counted from 1; empty where nothing did. */
    public Optional<String> divergence() {
        return divergence;
    }

    /** Which rule stopped the training, in its words; empty where none did. */
    public Optional<String> stop() {
        return stop;
    }

    /** Epochs begun. */
    public int epochs() {
        return epochs;
    }

    /** Updates made. */
    public long steps() {
        return steps;
    }

    /** Examples per second of the training steps, evaluation left out. */
    public double examplesPerSecond() {
        return trainedExamples / trainingSeconds;
    }
}
