package dev.equipoise.metrics.alert;

import static dev.equipoise.metrics.alert.Severity.CRITICAL;
import static dev.equipoise.metrics.alert.Severity.WARNING;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.metrics.Meter;
import dev.equipoise.metrics.internal.promql.Query;
import dev.equipoise.metrics.internal.promql.Selector;
import dev.equipoise.run.Phase;
import java.time.Duration;
import java.util.List;

/** The alerts of a run, at a tempo. Where possible, bounds are relative to the run's own values and targets. */
public final class Alerts {
    private static final String JOB = "equipoise";

    /** Steps before which the level of KL is not judged, because it depends on the initial weights. */
    private static final int FIRST_STEPS = 1_000;

    private final Tempo tempo;

    private Alerts(Tempo tempo) {
        this.tempo = tempo;
    }

    public static List<Alert> at(Tempo tempo) {
        Alerts alerts = new Alerts(tempo);
        return List.of(
                alerts.posteriorCollapse(),
                alerts.klExplosion(),
                alerts.betaAtBound(),
                alerts.targetMissed(),
                alerts.squaredErrorMissed(),
                alerts.nonfinite(),
                alerts.diverged(),
                alerts.failed(),
                alerts.stalled(),
                alerts.throughputDrop(),
                alerts.checkpointTooOld(),
                alerts.checkpointFailed(),
                alerts.endpointDown());
    }

    /**
     * Two epochs were evaluated, or a thousand steps made. Beta must not be falling, as it does if a feedback
     * strategy reacts to the collapse, and the target must not be a KL below 0.1 nats. No meter has the spectrum of the
     * data, so the text of the alert mentions a beta above it.
     */
    private Alert posteriorCollapse() {
        Selector beta = Query.of(Meter.BETA);
        Query easing = beta.mean(tempo.window(5))
                .below(beta.mean(tempo.window(5), tempo.minutes(5)).times(0.95));
        Query silent = validation(Meter.ACTIVE_UNITS)
                .equalTo(0)
                .and(Query.of(Meter.EPOCH).above(2))
                .or(begun(train(Meter.KL_NATS).below(0.1)));
        Query wanted = Query.of(Meter.KL_TARGET_NATS).below(0.1);
        return new Alert(
                "PosteriorCollapse",
                CRITICAL,
                running(silent).unless(easing).unless(wanted),
                tempo.minutes(10),
                "no latent carries information",
                "Beta prices a nat higher than the decoder gains from it, so KL fell to (almost) 0 and every"
                        + " reconstruction is the mean of the data. This is a collapse only if latents would be"
                        + " worth their price. If beta is near or above twice the largest eigenvalue of the data's"
                        + " covariance, it is the optimum. The run's warning and its verdicts say which case this"
                        + " is: collapsed or betaAboveSpectrum.",
                "If beta is too high for the data, lower it. Otherwise, let beta rise from 0, over more steps"
                        + " or in cycles. You can also use a strategy with a KL target or a capacity, or give"
                        + " latents some free bits. Check that you gave beta in the right convention: describe"
                        + " prints the others.");
    }

    private Alert klExplosion() {
        Query usual = train(Meter.KL_NATS).median(tempo.window(60)).times(5);
        return new Alert(
                "KlExplosion",
                CRITICAL,
                running(begun(train(Meter.KL_NATS).above(usual))),
                tempo.minutes(1),
                "KL is more than five times its median of the last hour",
                "The posterior moves far away from the prior: reconstruction dominates the balance, or an"
                        + " update was too large. Samples from the prior will not resemble the training data.",
                "Lower the learning rate or clip the gradient's norm. Check whether beta has just fallen to"
                        + " (almost) 0. If so, set a lower bound (minBeta of a feedback strategy) or anneal over"
                        + " more steps.");
    }

    private Alert betaAtBound() {
        Query beta = Query.of(Meter.BETA);
        Query there = beta.atMost(bound("min").times(1.001))
                .or(beta.atLeast(bound("max").times(0.999)));
        return new Alert(
                "BetaAtBound",
                WARNING,
                running(there),
                tempo.minutes(15),
                "beta is at a bound of its strategy",
                "The strategy would move beta further, but the bound prevents this. The target cannot be"
                        + " reached within the bounds, so the bound determines the balance.",
                "At the upper bound, KL is still above its target, or the squared error below. Set a target of"
                        + " more nats or of a smaller squared error, or raise maxBeta. At the lower bound, set a"
                        + " target of fewer nats or of a larger squared error, lower minBeta, or give the model"
                        + " more latents.");
    }

    private Alert targetMissed() {
        return new Alert(
                "TargetMissed",
                WARNING,
                missed(train(Meter.KL_NATS), Query.of(Meter.KL_TARGET_NATS), 0.2),
                tempo.minutes(45),
                "KL has been more than a fifth away from its target for an hour",
                "The strategy does not reach its KL target: beta is too slow or at a bound, or the data do not"
                        + " contain so many nats.",
                "Check beta. If it moves, wait, or start closer to the final value (initialBeta), or move"
                        + " faster (rate), if the strategy has these settings. If it is at a bound, see"
                        + " BetaAtBound. With a capacity, raise gamma.");
    }

    /** Closer than for KL: a tenth of the squared error can be worth many nats. */
    private Alert squaredErrorMissed() {
        Selector target = Query.of(Meter.STRATEGY).where("name", BalancingStrategy.SQUARED_ERROR_TARGET);
        return new Alert(
                "SquaredErrorMissed",
                WARNING,
                missed(train(Meter.SQUARED_ERROR), target, 0.1),
                tempo.minutes(45),
                "squared error has been more than a tenth away from its target for an hour",
                "The strategy does not reach its squared error target. Above the target, the model cannot do"
                        + " better, or beta still falls. Below it, the model spends nats that the target does not"
                        + " need.",
                "Check beta. If it moves, wait, or start closer to the final value (initialBeta). At its lower"
                        + " bound, set a larger squared error, lower minBeta, or use a larger model. At its upper"
                        + " bound, set a smaller squared error or raise maxBeta.");
    }

    /** By more than this share of a target that is constant; a target that still rises is not yet missed. */
    private Query missed(Selector reading, Selector target, double share) {
        Query asked = target.last(tempo.window(5));
        Query off = reading.mean(tempo.window(15)).minus(asked).distance().above(asked.times(share));
        return running(off).and(target.changes(tempo.window(15)).equalTo(0));
    }

    private Alert nonfinite() {
        return new Alert(
                "NonFiniteLoss",
                CRITICAL,
                told(Query.of(Meter.NONFINITE).increase(tempo.window(10)).above(0)),
                Duration.ZERO,
                "a measured value was not finite",
                "A loss term, KL or the gradient overflowed. The strategy ignores such a value. If the run does"
                        + " not return to a checkpoint, it ends here as diverged.",
                "Lower the learning rate or clip the gradient's norm. Check for data that were not scaled, and"
                        + " for a decoder variance that goes to 0 (sigma strategies).");
    }

    private Alert diverged() {
        return new Alert(
                "Diverged",
                CRITICAL,
                ended("diverged"),
                Duration.ZERO,
                "the run has diverged and ended",
                "Its loss or gradient was not finite, and no checkpoint could help. The run has no balance to"
                        + " judge.",
                "summary.json names the step. Lower the learning rate, clip the gradient's norm, or begin with"
                        + " a warm-up of the rate. Then run again, or resume from the last checkpoint.");
    }

    private Alert failed() {
        return new Alert(
                "RunFailed",
                CRITICAL,
                ended("failed"),
                Duration.ZERO,
                "the run has failed and ended",
                "An error ended the run: too little memory, unreadable data, or a bug. The balance did not"
                        + " cause it, and is as the last checkpoint left it.",
                "summary.json has the reason, and log.txt has details. Fix the cause (out of memory: use a"
                        + " smaller batch), then resume from the last checkpoint.");
    }

    /** In this state, which is seen by a scrape or two before the endpoint closes, and so remembered for a while. */
    private Query ended(String state) {
        return told(Query.of(Meter.RUN_STATE)
                .where("state", state)
                .last(tempo.window(15))
                .equalTo(1));
    }

    private Alert stalled() {
        return new Alert(
                "RunStalled",
                CRITICAL,
                running(Query.of(Meter.STEPS).increase(tempo.window(5)).equalTo(0)),
                tempo.minutes(10),
                "no step was made for a quarter of an hour",
                "The run reports that it is running, but it does not train. It may wait for data, a device or"
                        + " swapped memory, or evaluate a split that takes this long.",
                "See log.txt and `jcmd PID Thread.print` of its process. Check memory and the GPU on the"
                        + " dashboard. If a whole evaluation takes so long, evaluate fewer examples or silence"
                        + " this alert.");
    }

    private Alert throughputDrop() {
        Query usual = Query.of(Meter.EXAMPLES)
                .rate(tempo.window(60), tempo.minutes(15))
                .times(0.5);
        Query now = Query.of(Meter.EXAMPLES).rate(tempo.window(10));
        return new Alert(
                "ThroughputDrop",
                WARNING,
                running(now.below(usual).and(now.above(0))),
                tempo.minutes(10),
                "the run trains at less than half of its usual speed",
                "The balance is not affected, but the run will end later than shown.",
                "Look for another process on the same cores or GPU, for a throttled processor, and for a"
                        + " machine that swaps memory.");
    }

    /** A checkpoint that was never written counts as old as the run. */
    private Alert checkpointTooOld() {
        Query old = Query.of(Meter.CHECKPOINT_LAST_SUCCESS)
                .or(Query.of(Meter.RUN_START))
                .age()
                .above(tempo.minutes(60).toMillis() / 1e3);
        return new Alert(
                "CheckpointTooOld",
                WARNING,
                running(old),
                tempo.minutes(5),
                "nothing was saved for more than an hour",
                "If the process ends now, at least an hour of training and the state of the strategy are lost.",
                "See log.txt for failed checkpoints, and check whether the disk is full. If checkpoints are"
                        + " meant to be this far apart, silence this alert for the run.");
    }

    private Alert checkpointFailed() {
        return new Alert(
                "CheckpointFailed",
                WARNING,
                told(Query.of(Meter.CHECKPOINT_FAILURES)
                        .increase(tempo.window(30))
                        .above(0)),
                Duration.ZERO,
                "a checkpoint could not be written",
                "Training continues, but a resume would begin at an earlier step, with the balance of that" + " step.",
                "log.txt gives the reason. Most often the disk is full: free space or keep fewer checkpoints.");
    }

    private Alert endpointDown() {
        return new Alert(
                "EndpointDown",
                CRITICAL,
                Query.up(JOB).equalTo(0),
                tempo.minutes(2),
                "the endpoint of the run does not answer",
                "A run that ends removes its target, but this one did not. Its process was killed, or its"
                        + " machine is down or out of memory. Its balance since then is unknown.",
                "Check whether the process is alive (`dmesg` shows whether the kernel killed it for memory),"
                        + " and resume the run from its last checkpoint. If you give up the run, you may delete"
                        + " its target file.");
    }

    private static Selector bound(String which) {
        return Query.of(Meter.BETA_BOUND).where("bound", which);
    }

    private static Query running(Query query) {
        return told(
                query.and(Query.of(Meter.RUN_STATE).where("state", "running").equalTo(1)));
    }

    /**
     * The labels of a run, without those that may change while the alert fires, such as its address after a resume, or
     * a phase.
     */
    private static Query told(Query query) {
        return query.maxBy("experiment", "run");
    }

    private static Query begun(Query query) {
        return query.and(Query.of(Meter.STEP).above(FIRST_STEPS));
    }

    private static Selector train(Meter meter) {
        return Query.of(meter).in(Phase.TRAIN);
    }

    private static Selector validation(Meter meter) {
        return Query.of(meter).in(Phase.VALIDATION);
    }
}
