package dev.equipoise.local.internal.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.Readings;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.AffinePreprocessing;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.FittedSteps;
import dev.equipoise.local.internal.checkpoint.Merit;
import dev.equipoise.local.internal.checkpoint.Snapshot;
import dev.equipoise.local.internal.checkpoint.StateJson;
import dev.equipoise.local.internal.model.Weights;
import dev.equipoise.local.internal.verdict.Judge;
import dev.equipoise.local.internal.verdict.Length;
import dev.equipoise.model.Procedure;
import dev.equipoise.model.Vae;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.optimizer.Optimizer;
import dev.equipoise.part.Facts;
import dev.equipoise.part.PartException;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.IncompatibleResumeException;
import dev.equipoise.run.Progress;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunWarned;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StoppingRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Everything of a run that moves, and so is saved: parameters, the optimizer, critics, the states of the parts, the ledger. From a
 * snapshot of it the run goes on to the last bit.
 */
final class MovingState {

    private final Weights weights;
    private final Optimizer.Updater updater;
    private final BoundCritics critics;
    private final Cell<BalancingStrategy<Record>> strategy;
    private final BoundProcedure procedure;
    private final FreshNetworks networks;
    private final Optional<Frontier> frontier;
    private final Cell<LearningRate<Record>> rate;
    private final List<Cell<StoppingRule<Record>>> rules;
    private final List<LossTerm> further;
    private final Facts facts;
    private final Judge judge;
    private final RunProgress ledger;
    private final JsonNode preprocessing;
    private final Optional<AffinePreprocessing> condition;
    private final Rollbacks rollbacks = new Rollbacks();
    private final MicroBatches microBatches = new MicroBatches();
    private long averagedSince;
    private final Divergence divergence;
    private final List<String> foreseen;
    private final Map<String, String> warnings = new LinkedHashMap<>();

    MovingState(
            ExperimentPlan plan,
            PreprocessedData data,
            Weights weights,
            Optimizer.Updater updater,
            BoundCritics critics,
            Optional<Frontier> frontier,
            Judge judge,
            LongSupplier nanoTime) {
        this.judge = judge;
        facts = plan.facts();
        this.weights = weights;
        this.updater = updater;
        this.critics = critics;
        strategy = Cell.of(plan, BalancingStrategy.class);
        procedure = new BoundProcedure(plan);
        networks = new FreshNetworks(plan, weights.trained(), updater);
        this.frontier = frontier;
        rate = Cell.of(plan, LearningRate.class);
        rules = Cell.all(plan, StoppingRule.class);
        further = plan.parts(LossTerm.class);
        divergence = plan.part(Divergence.class);
        foreseen = plan.warnings();
        ledger = new RunProgress(facts.elements(), facts.batchSize(), nanoTime);
        preprocessing = FittedSteps.tree(data.steps(), plan.parts(Preprocessing.class));
        condition = data.condition();
    }

    private String nextStep() {
        return "step " + (ledger.steps() + 1);
    }

    /** What the strategy says of the next step. */
    Pricing pricing() {
        Pricing pricing = strategy.ask(
                "prices at " + nextStep(), (part, state) -> Pricing.of(part, ledger.steps(), state, further));
        return procedure.reconstructionAlone() ? pricing.ofReconstructionAlone(further) : pricing;
    }

    /** Of the next step. */
    double learningRate() {
        double at = rate.ask("a rate at " + nextStep(), (part, state) -> part.at(ledger.steps(), state));
        if (!(at >= 0) || Double.isInfinite(at)) {
            throw new PartException(
                    rate.name() + " must give a finite rate of at least 0 at " + nextStep() + ", got " + at);
        }
        return at * rollbacks.rateFactor();
    }

    /** Gives networks fresh weights before the next step if the procedure wants it; their average begins anew. */
    void renew() {
        Set<Vae.Network> fresh = procedure.renewed();
        if (!fresh.isEmpty()) {
            networks.renew(fresh, ledger.steps());
            averagedSince = ledger.steps();
        }
    }

    BoundProcedure procedure() {
        return procedure;
    }

    /** What the plan reads of the frontier now. */
    Optional<StepFinished.Frontier> frontier() {
        return frontier.flatMap(read -> read.read(weights.trained()));
    }

    /** The next states of the parts that steer, and of the averaged weights, from the readings of the step. */
    void steer(Readings readings) {
        if (!procedure.reconstructionAlone()) {
            strategy.next(nextStep(), (part, state) -> part.next(ledger.steps(), state, readings));
        }
        procedure.next(ledger.steps(), readings);
        rate.next(nextStep(), (part, state) -> part.next(ledger.steps(), state, readings));
        if (readings.finite()) {
            weights.updated(ledger.steps() + 1 - averagedSince);
        }
    }

    /** The step's update was made. */
    void stepped(StepFinished event) {
        ledger.updated(event, settled(event.step()));
        Progress progress = progress(Optional.empty());
        String step = "step " + event.step();
        rules.forEach(rule -> rule.next(step, (part, state) -> part.afterStep(state, event, progress)));
    }

    /** The merit of an epoch that was evaluated and not yet ended; empty if it is not finite. */
    Optional<Merit> merit(EpochFinished event) {
        double value = event.validation().selection();
        return Double.isFinite(value) ? Optional.of(new Merit(settled(), value)) : Optional.empty();
    }

    /** The epoch was evaluated, which a listener may be warned of; whether its merit is the highest so far. */
    boolean epochEnded(
            EpochFinished event, DoubleSupplier mutualInformation, Optional<Merit> merit, RunListener listener) {
        boolean best = ledger.epochEnded(merit);
        procedure.afterEpoch(new Procedure.Epoch(event.validation().means(), mutualInformation));
        Optional<String> ignored = judge.ignored(event.training(), ledger.beta(), length());
        warn("ignored", ignored, event.steps(), listener);
        warn("divergence", divergence.warning(event.training().kl(), facts), event.steps(), listener);
        Progress progress = progress(ignored);
        rules.forEach(rule -> rule.next("an epoch", (part, state) -> part.afterEpoch(state, event, progress)));
        return best;
    }

    /** Of each thing once, whatever the resumes and rollbacks of the run, and not if the plan has said it. */
    private void warn(String of, Optional<String> warning, long steps, RunListener listener) {
        warning.filter(text -> !foreseen.contains(text) && warnings.putIfAbsent(of, text) == null)
                .ifPresent(text -> listener.warned(new RunWarned(steps, text)));
    }

    /** The warnings that were given. */
    List<String> warnings() {
        return List.copyOf(warnings.values());
    }

    /** A run whose parts have changed may give its warnings again. */
    void forgetWarnings() {
        warnings.clear();
    }

    /** How long it has trained. */
    Length length() {
        return Length.of(facts, ledger.steps(), ledger.settledSteps());
    }

    /** The stopping rules that end the run here, in their words. */
    List<String> stops() {
        return rules.stream()
                .flatMap(rule -> rule.ask("whether it stops the run", StoppingRule::stops).stream())
                .toList();
    }

    /** How far the stopping rules let the run go. */
    StoppingRule.Limit limit() {
        return rules.stream()
                .map(rule -> rule.ask("its limit", (part, state) -> part.limit()))
                .reduce(StoppingRule.Limit.NONE, StoppingRule.Limit::and);
    }

    /** Whether the strategy has settled: at the next step, of which the last one of the run has none. */
    boolean settled() {
        return settled(Math.min(ledger.steps(), facts.totalSteps() - 1));
    }

    private boolean settled(long step) {
        return !procedure.reconstructionAlone()
                && strategy.ask(
                        "whether it is settled at step " + (step + 1), (part, state) -> part.settled(step, state));
    }

    private Progress progress(Optional<String> ignored) {
        return new Progress(ledger.steps(), ledger.seconds(), settled(), ignored);
    }

    RunProgress ledger() {
        return ledger;
    }

    Rollbacks rollbacks() {
        return rollbacks;
    }

    MicroBatches microBatches() {
        return microBatches;
    }

    /** Whether the model's parameters are, one array at a time. */
    boolean parametersFinite() {
        return weights.trained().vae().saved().entrySet().stream()
                .map(array -> Tensor.read(Map.of(array.getKey(), array.getValue())))
                .allMatch(read -> read.values().stream().allMatch(Tensor::finite));
    }

    private Optimizer.State readings() {
        return frontier.map(Frontier::state).orElse(Optimizer.State.NONE);
    }

    Snapshot snapshot() {
        Optimizer.State optimizer = updater.state().and(critics.state()).and(readings());
        TrainingState state = new TrainingState(
                ledger.save(),
                strategy.save(),
                procedure.save(),
                rate.save(),
                rules.stream().map(Cell::save).toList(),
                optimizer.numbers(),
                rollbacks.count(),
                averagedSince,
                microBatches.save(),
                Map.copyOf(warnings),
                preprocessing,
                condition);
        return new Snapshot(
                weights.save(), optimizer.arrays(), Tensor.read(critics.parameters()), StateJson.tree(state));
    }

    /** Starts from weights of another run. */
    void startFrom(Map<String, Tensor> taken) {
        weights.startFrom(taken);
    }

    /** @throws IncompatibleResumeException if it is of another model or other parts */
    void restore(Snapshot snapshot) {
        TrainingState state = StateJson.read(snapshot.state(), TrainingState.class, "the run");
        if (state.rules().size() != rules.size()) {
            throw new IncompatibleResumeException(List.of("the checkpoint must contain the state of each of "
                    + rules.size() + " stopping rules, got " + state.rules().size()));
        }
        weights.restore(snapshot.parameters());
        Tensor.write(snapshot.critics(), critics.parameters());
        Optimizer.State optimizers = new Optimizer.State(snapshot.optimizer(), state.optimizer());
        critics.restore(optimizers);
        frontier.ifPresent(read -> read.restore(optimizers));
        updater.restore(optimizers.without(critics.state()).without(readings()));
        strategy.restore(state.strategy());
        procedure.restore(state.procedure());
        rate.restore(state.rate());
        for (int i = 0; i < rules.size(); i++) {
            rules.get(i).restore(state.rules().get(i));
        }
        ledger.restore(state.ledger());
        rollbacks.restore(state.rollbacks());
        averagedSince = state.averagedSince();
        microBatches.restore(state.microBatches());
        // A rollback does not take back what was said.
        state.warnings().forEach(warnings::putIfAbsent);
    }
}
