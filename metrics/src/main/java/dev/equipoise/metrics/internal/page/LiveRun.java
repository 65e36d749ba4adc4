package dev.equipoise.metrics.internal.page;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.metrics.endpoint.MetricsEndpoint;
import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StepFinished;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A run as the page tells of it: written by the run's thread, read by the endpoint's. */
public final class LiveRun implements RunListener, MetricsEndpoint.Run {

    private final RunStarted start;
    private final Invocation invocation;
    private final Curve squaredError = new Curve();
    private final Curve kl = new Curve();
    private final ContributionCurves contributions = new ContributionCurves();
    private final Curve beta = new Curve();
    private final FurtherTerms terms;
    private OptionalDouble secondsLeft = OptionalDouble.empty();
    private boolean resumable;
    private @Nullable RunReport end;
    private @Nullable StepFinished last;
    private @Nullable SplitEvaluation validation;
    private @Nullable String trouble;

    public LiveRun(RunStarted start, Invocation invocation) {
        this.invocation = invocation;
        this.start = start;
        terms = new FurtherTerms(start.plan());
        // It came from a checkpoint.
        resumable = start.steps() > 0;
    }

    @Override
    public synchronized void stepFinished(StepFinished event) {
        last = event;
        squaredError.add(event.readings().squaredError());
        kl.add(event.readings().kl());
        event.readings().contributions().ifPresent(contributions::add);
        event.beta().ifPresent(beta::add);
        terms.add(event.readings());
        secondsLeft = OptionalDouble.of(event.secondsLeft());
    }

    @Override
    public synchronized void epochFinished(EpochFinished event) {
        validation = event.validation();
        secondsLeft = event.secondsLeft();
    }

    @Override
    public synchronized void checkpointSaved(CheckpointSaved event) {
        trouble = null;
        resumable = true;
    }

    @Override
    public synchronized void checkpointFailed(CheckpointFailed event) {
        trouble = "the checkpoint of step " + event.steps() + " could not be written: " + event.cause();
    }

    @Override
    public synchronized void finished(RunFinished event) {
        end = event.report();
        secondsLeft = OptionalDouble.empty();
    }

    /** A failed checkpoint that none has followed. */
    @Override
    public synchronized Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public MetricsEndpoint.Page page() {
        return LivePage.of(view());
    }

    @Override
    public String script() {
        return LivePage.SCRIPT;
    }

    /** The numbers of this moment. */
    synchronized PageState view() {
        ExperimentPlan plan = start.plan();
        return new PageState(
                plan.name(),
                start.runId(),
                start.directory().toString(),
                invocation,
                resumable,
                Optional.ofNullable(end),
                start.environment().engine() + " on " + start.environment().device(),
                plan.key(BalancingStrategy.class),
                plan.facts().epochs(),
                plan.facts().totalSteps(),
                Optional.ofNullable(trouble),
                Optional.ofNullable(last),
                Optional.ofNullable(validation),
                squaredError.points(),
                kl.points(),
                contributions.points(),
                beta.points(),
                terms.shown(),
                start.steps(),
                squaredError.stride(),
                secondsLeft);
    }
}
