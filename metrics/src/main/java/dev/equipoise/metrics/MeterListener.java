package dev.equipoise.metrics;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.run.BatchesSplit;
import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Phase;
import dev.equipoise.run.RolledBack;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.ValidationLoss;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Keeps the meters of one run up to date. All series that a step writes are made before or at the first step; a later
 * one only stores numbers.
 */
final class MeterListener implements RunListener {
    private static final String RUNNING = "running";

    private final RunMeters meters;
    private final int elements;
    private final Map<String, GaugeValue> states = new LinkedHashMap<>();
    private final PhaseGauges train;
    private final PhaseGauges validation;
    private final ValidationLoss validationLoss;
    private final LatentGauges latents;
    private final GaugeValue activeUnits;
    private final GaugeValue trainActiveUnits;
    private final GaugeValue beta;
    private final GaugeValue weightedKl;
    private final GaugeValue capacity;
    private final GaugeValue klTarget;
    private final GaugeValue learningRate;
    private final GaugeValue gradientNorm;
    private final GaugeValue epoch;
    private final GaugeValue step;
    private final Counter steps;
    private final Counter examples;
    private final DistributionDataPoint stepSeconds;
    private final GaugeValue elbo;
    private final GaugeValue trainElbo;
    private final Counter rollbacks;
    private final GaugeValue microBatches;
    private final GaugeValue secondsLeft;
    private final GaugeValue checkpointLastSuccess;
    private final Counter checkpointFailures;
    private final TermGauges terms;
    private final NamedGauges contributions;
    private final NamedGauges strategy;
    private final NamedGauges procedure;
    private final GaugeValue impliedBeta;
    private final GaugeValue encoderStationarity;
    private final GaugeValue frontierGap;

    /** Meters of the run that has started, in a registry that belongs to it alone. */
    public MeterListener(PrometheusMeterRegistry registry, RunStarted start, Instant began) {
        meters = new RunMeters(registry, start.plan().name(), start.runId());
        elements = start.plan().facts().elements();
        train = PhaseGauges.of(meters, Phase.TRAIN);
        validation = PhaseGauges.of(meters, Phase.VALIDATION);
        validationLoss = new ValidationLoss(start.plan());
        latents = new LatentGauges(meters);
        activeUnits = meters.level(Meter.ACTIVE_UNITS, Phase.VALIDATION.word());
        trainActiveUnits = meters.level(Meter.ACTIVE_UNITS, Phase.TRAIN.word());
        beta = meters.level(Meter.BETA);
        weightedKl = meters.level(Meter.WEIGHTED_KL_NATS);
        capacity = meters.level(Meter.CAPACITY_NATS);
        klTarget = meters.level(Meter.KL_TARGET_NATS);
        learningRate = meters.level(Meter.LEARNING_RATE);
        gradientNorm = meters.level(Meter.GRADIENT_NORM);
        epoch = meters.level(Meter.EPOCH);
        step = meters.level(Meter.STEP);
        step.set((double) start.steps());
        // From 0 after a resume too: from the checkpoint on, they could fall below what was scraped of a process that
        // was
        // killed, and a counter that falls is taken for one that began anew and has grown by all of its value since.
        steps = meters.counter(Meter.STEPS);
        examples = meters.counter(Meter.EXAMPLES);
        checkpointLastSuccess = meters.level(Meter.CHECKPOINT_LAST_SUCCESS);
        checkpointFailures = meters.counter(Meter.CHECKPOINT_FAILURES);
        stepSeconds = meters.stepSeconds();
        elbo = meters.level(Meter.ELBO_OPTIMAL_VARIANCE_NATS, Phase.VALIDATION.word());
        trainElbo = meters.level(Meter.ELBO_OPTIMAL_VARIANCE_NATS, Phase.TRAIN.word());
        rollbacks = meters.counter(Meter.ROLLBACKS);
        microBatches = meters.level(Meter.MICRO_BATCHES);
        microBatches.set(1);
        secondsLeft = meters.level(Meter.TIME_LEFT);
        terms = new TermGauges(meters, start.plan());
        contributions = new NamedGauges(meters, Meter.CONTRIBUTION);
        strategy = new NamedGauges(meters, Meter.STRATEGY);
        procedure = new NamedGauges(meters, Meter.PROCEDURE);
        impliedBeta = meters.level(Meter.IMPLIED_BETA);
        encoderStationarity = meters.level(Meter.ENCODER_STATIONARITY);
        frontierGap = meters.level(Meter.FRONTIER_GAP);
        Stream.concat(Stream.of(RUNNING), Arrays.stream(RunStatus.values()).map(RunStatus::word))
                .forEach(state -> states.put(state, meters.level(Meter.RUN_STATE, state)));
        enter(RUNNING);
        meters.level(Meter.RUN_START).set(began.toEpochMilli() / 1e3);
        meters.level(Meter.PLANNED_EPOCHS).set(start.plan().facts().epochs());
        meters.level(Meter.PLANNED_STEPS).set((double) start.plan().facts().totalSteps());
        BalancingStrategy<?> balancing = start.plan().part(BalancingStrategy.class);
        balancing.betaBounds().ifPresent(this::setBounds);
        RunStarted.Environment on = start.environment();
        meters.level(Meter.RUN_INFO, on.engine(), on.device(), start.plan().key(BalancingStrategy.class), on.version())
                .set(1);
    }

    @Override
    public void stepFinished(StepFinished event) {
        Readings read = event.readings();
        Prices prices = event.prices();
        train.loss().set(read.loss());
        train.set(read.squaredError(), read.means().mse(elements), read.reconstruction(), read.kl());
        latents.step(read.klPerLatent());
        terms.step(read);
        beta.set(event.beta());
        read.contributions().ifPresent(parts -> {
            weightedKl.set(parts.divergence());
            parts.all().forEach(contributions::set);
        });
        capacity.set(prices.divergence().target());
        klTarget.set(event.klTarget());
        learningRate.set(event.learningRate());
        gradientNorm.set(read.gradientNorm());
        epoch.set(event.epoch() + 1);
        if (read.finite()) {
            step.set((double) event.step() + 1);
            steps.increment();
            examples.increment(read.examples());
        }
        observeSeconds(event.seconds());
        secondsLeft.set(event.secondsLeft());
        if (!event.strategy().isEmpty()) {
            event.strategy().forEach(strategy::set);
        }
        event.procedure().forEach(procedure::set);
        event.frontier().ifPresent(now -> {
            impliedBeta.set(now.impliedBeta());
            encoderStationarity.set(now.encoderStationarity());
            frontierGap.set(now.gap());
        });
    }

    @Override
    public void epochFinished(EpochFinished event) {
        SplitEvaluation split = event.validation();
        validation.loss().set(validationLoss.at(event.prices(), split));
        validation.set(split.squaredError(), split.mse(), split.reconstruction(), split.kl());
        latents.epoch(event.training().klPerLatent(), split.klPerLatent());
        activeUnits.set(split.activeUnits());
        elbo.set(split.elboOptimalVariance());
        secondsLeft.set(event.secondsLeft());
    }

    @Override
    public void checkpointSaved(CheckpointSaved event) {
        checkpointLastSuccess.set(event.at().toEpochMilli() / 1e3);
    }

    @Override
    public void checkpointFailed(CheckpointFailed event) {
        checkpointFailures.increment();
    }

    @Override
    public void rolledBack(RolledBack event) {
        rollbacks.increment();
        step.set((double) event.to());
    }

    @Override
    public void batchesSplit(BatchesSplit event) {
        microBatches.set(event.microBatches());
    }

    @Override
    public void finished(RunFinished event) {
        enter(event.report().status().word());
        secondsLeft.set(0);
        event.report().train().ifPresent(split -> {
            trainActiveUnits.set(split.activeUnits());
            trainElbo.set(split.elboOptimalVariance());
        });
    }

    private void setBounds(BalancingStrategy.BetaBounds bounds) {
        meters.level(Meter.BETA_BOUND, "min").set(bounds.min());
        meters.level(Meter.BETA_BOUND, "max").set(bounds.max());
    }

    private void observeSeconds(double seconds) {
        if (Double.isFinite(seconds)) {
            stepSeconds.observe(seconds);
        } else {
            meters.countNonfinite();
        }
    }

    private void enter(String now) {
        states.forEach((state, level) -> level.set(state.equals(now) ? 1 : 0));
    }
}
