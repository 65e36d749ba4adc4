package dev.equipoise.local.internal.loop;

import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.balance.Readings;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.Augmentation;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.CheckpointInfo;
import dev.equipoise.local.internal.checkpoint.Merit;
import dev.equipoise.local.internal.checkpoint.RunCheckpoints;
import dev.equipoise.local.internal.checkpoint.Saved;
import dev.equipoise.local.internal.checkpoint.Snapshot;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.local.internal.model.Weights;
import dev.equipoise.local.internal.verdict.Judge;
import dev.equipoise.optimizer.Optimizer;
import dev.equipoise.part.Facts;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Evaluation;
import dev.equipoise.run.RolledBack;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StopRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The loop of one run: prices, step, readings, next state, event, checkpoint when due; the evaluation of both splits at
 * its end.
 */
public final class Training {

    private final Facts facts;
    private final Judge judge;
    private final EngineModel model;
    private final Steps steps;
    private final Batches batches;
    private final Evaluations evaluations;
    private final MovingState moving;
    private final RunProgress ledger;
    private final StopRequest stopRequest;
    private final LongSupplier nanoTime;
    private final TimeLeft timeLeft;
    private Optional<CheckpointInfo> adopted = Optional.empty();
    private Optional<String> divergence = Optional.empty();

    /**
     * The training of a plan from its start.
     *
     * @param data that was loaded for the plan
     * @param model that is trained
     * @param stopRequest ends the training at its next step
     * @param nanoTime by which everything is timed
     * @param optimum of a linear model on the training split
     */
    public Training(
            ExperimentPlan plan,
            PreprocessedData data,
            EngineModel model,
            StopRequest stopRequest,
            LongSupplier nanoTime,
            Supplier<LinearOptimum> optimum) {
        Evaluation.Settings evaluated = plan.part(Evaluation.Settings.class);
        Dataset examples = evaluated.sampled(data.dataset());
        judge = new Judge(plan, examples, optimum);
        this.model = model;
        this.facts = plan.facts();
        this.stopRequest = stopRequest;
        this.nanoTime = nanoTime;
        BoundCritics critics = new BoundCritics(PricedTerms.of(plan), model);
        PricedTerms terms = new PricedTerms(plan, critics);
        Weights weights = Weights.of(plan, model);
        Optimizer.Updater updater = plan.part(Optimizer.class).bind(model.vae().parameters(), model.manager());
        List<Augmentation> augmentations = plan.parts(Augmentation.class);
        batches = Batches.of(
                model.manager(),
                model.layout()
                        .of(
                                AugmentedRows.of(data.dataset().training().rows(), augmentations, facts.seed()),
                                data.dataset().training().given()),
                facts.batchSize(),
                facts.seed());
        Optional<Frontier> frontier = Frontier.of(plan, model, optimum);
        moving = new MovingState(plan, data, weights, updater, critics, frontier, judge, nanoTime);
        ledger = moving.ledger();
        timeLeft = new TimeLeft(facts, moving.limit(), nanoTime);
        TrainingStep step = new TrainingStep(model, terms, updater, critics, frontier);
        steps = new Steps(new SplittableStep(step, terms, moving.microBatches()), batches, moving, facts.seed());
        evaluations = new Evaluations(
                new Evaluator(weights.judged(), terms, evaluated.draws(), stopRequest, moving.microBatches()),
                data,
                examples,
                !augmentations.isEmpty(),
                terms.reconstruction(),
                ledger,
                variance -> new LiveModel(weights.judged(), terms, data, variance));
    }

    /** The model that is trained. */
    EngineModel model() {
        return model;
    }

    /** Starts from weights of another run. */
    public void startFrom(Map<String, Tensor> taken) {
        moving.startFrom(taken);
    }

    /** Goes on from a snapshot. */
    public void restore(Snapshot snapshot) {
        moving.restore(snapshot);
    }

    /** Goes on from a checkpoint of another experiment; one of this takes its place before the first step. */
    public void adopt(Saved saved) {
        restore(saved.snapshot());
        moving.forgetWarnings();
        adopted = Optional.of(saved.info());
    }

    /** Trains until the last epoch ends, a rule or a request stops it, or it diverges. */
    public RunStatus train(RunListener listener, Optional<RunCheckpoints> taken) {
        StateCheckpoints checkpoints = new StateCheckpoints(moving, taken);
        try {
            return trained(listener, checkpoints);
        } catch (StoppedException e) {
            checkpoints.save(CheckpointSaved.Reason.TERMINATED);
            return RunStatus.TERMINATED;
        } catch (StarvedException e) {
            checkpoints.saveStarved(e);
            throw e;
        }
    }

    private RunStatus trained(RunListener listener, StateCheckpoints checkpoints) {
        adopted.ifPresent(checkpoints::saveAdopted);
        if (ledger.steps() == 0) {
            checkpoints.save(CheckpointSaved.Reason.START);
        }
        if (moving.microBatches().split()) {
            listener.batchesSplit(moving.microBatches().event(ledger.steps(), "memory ran out before the resume"));
        }
        timeLeft.begin();
        return toItsEnd(listener, checkpoints);
    }

    private RunStatus toItsEnd(RunListener listener, StateCheckpoints checkpoints) {
        while (ledger.epoch() < facts.epochs() && moving.stops().isEmpty()) {
            if (ledger.place() >= batches.perEpoch()) {
                endEpoch(listener, checkpoints);
            } else if (step(listener)) {
                afterStep(checkpoints);
            } else if (!rolledBack(listener, checkpoints)) {
                return RunStatus.DIVERGED;
            }
        }
        // What an update has spoilt is seen by the readings of the next; the last has none.
        if (!checkpoints.finite()) {
            divergence = Optional.of("a parameter or moment after step " + ledger.steps() + " is not finite");
            return rolledBack(listener, checkpoints) ? toItsEnd(listener, checkpoints) : RunStatus.DIVERGED;
        }
        checkpoints.save(CheckpointSaved.Reason.END);
        return moving.stops().isEmpty() ? RunStatus.COMPLETED : RunStatus.STOPPED;
    }

    /** Takes a step; whether its readings were finite, so that its update was made. */
    private boolean step(RunListener listener) {
        long began = nanoTime.getAsLong();
        long index = ledger.steps();
        int epoch = ledger.epoch();
        int place = ledger.place();
        moving.renew();
        Pricing pricing = moving.pricing();
        double learningRate = moving.learningRate();
        Readings readings = steps.take(pricing.prices(), learningRate, listener);
        moving.steer(readings);
        ledger.priced(pricing);
        timeLeft.stepped();
        StepFinished event = new StepFinished(
                index,
                epoch,
                learningRate,
                pricing.prices(),
                pricing.beta(),
                readings,
                pricing.klTarget(),
                pricing.exported(),
                moving.procedure().exported(),
                moving.frontier(),
                (nanoTime.getAsLong() - began) * 1e-9,
                timeLeft.seconds(epoch, place + 1L, index + 1, ledger.seconds()).orElse(0));
        listener.stepFinished(event);
        if (!readings.finite()) {
            divergence = Optional.of("the " + Steps.notFinite(readings) + " of step " + (index + 1) + " is not finite");
            return false;
        }
        moving.stepped(event);
        return true;
    }

    private void afterStep(StateCheckpoints checkpoints) {
        if (checkpoints.due() && ledger.place() < batches.perEpoch()) {
            checkpoints.save(CheckpointSaved.Reason.INTERVAL);
        }
        // After what is due, which the uninterrupted run takes too.
        if (stopRequest.isMade()) {
            throw new StoppedException();
        }
    }

    private void endEpoch(RunListener listener, StateCheckpoints checkpoints) {
        EpochFinished.TrainingMeans means = ledger.epochMeans();
        SplitEvaluation validation = evaluations.validation(means.mse(), listener);
        timeLeft.evaluated();
        EpochFinished event = new EpochFinished(
                ledger.epoch(),
                ledger.steps(),
                means,
                validation,
                ledger.prices(),
                timeLeft.seconds(ledger.epoch() + 1, 0, ledger.steps(), ledger.seconds()),
                evaluations.model());
        listener.epochFinished(event);
        Optional<Merit> merit = moving.merit(event);
        boolean best = moving.epochEnded(event, evaluations::mutualInformation, merit, listener);
        if (best || merit.filter(checkpoints::isBest).isPresent()) {
            checkpoints.save(CheckpointSaved.Reason.BEST, merit);
        } else if (checkpoints.due()) {
            checkpoints.save(CheckpointSaved.Reason.INTERVAL);
        }
    }

    /** Goes back to the last good checkpoint at a lower rate and with other noise; false if that is not possible. */
    private boolean rolledBack(RunListener listener, StateCheckpoints checkpoints) {
        if (!moving.rollbacks().left()) {
            return false;
        }
        Optional<Saved> good = checkpoints.lastGood();
        good.ifPresent(saved -> {
            long from = ledger.steps();
            moving.rollbacks().add();
            restore(saved.snapshot());
            listener.rolledBack(new RolledBack(
                    from,
                    ledger.steps(),
                    ledger.epoch(),
                    divergence.orElse(""),
                    moving.rollbacks().rateFactor(),
                    moving.rollbacks().count()));
        });
        return good.isPresent();
    }

    /** Both splits as they are now, and the verdicts on the run. */
    Judged judged(RunListener listener) {
        return evaluations.judged(judge, moving.length(), moving.settled(), listener);
    }

    /** Variance of the Gaussian decoder as it is now; empty if there is none. */
    OptionalDouble decoderVariance() {
        return evaluations.decoderVariance();
    }

    /** The numbers of the procedure and of the frontier by name, the finite ones alone. */
    Map<String, Double> beside() {
        return StepFinished.beside(moving.procedure().exported(), moving.frontier());
    }

    /** Where the training stands, and what it has added up. */
    RunProgress ledger() {
        return ledger;
    }

    /** Everything of it that moves. */
    MovingState moving() {
        return moving;
    }

    /** What became non-finite last, at or after which step counted from 1; empty if nothing did. */
    Optional<String> divergence() {
        return divergence;
    }
}
