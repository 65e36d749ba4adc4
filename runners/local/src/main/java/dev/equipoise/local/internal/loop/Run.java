package dev.equipoise.local.internal.loop;

import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.RunCheckpoints;
import dev.equipoise.local.internal.files.RunLock;
import dev.equipoise.local.internal.verdict.Judge;
import dev.equipoise.part.PartException;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.ExitCode;
import dev.equipoise.run.OutOfMemory;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.Verdict;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run from its first event to its last, whatever its end. */
public final class Run {

    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    private final ExperimentPlan plan;
    private final Training training;
    private final RunListener listeners;
    private final Optional<RunCheckpoints> checkpoints;
    private final RunLock lock;
    private final Path directory;
    private final RunStarted.Environment environment;

    /**
     * @param training from its start, or restored
     * @param listeners hear every event
     * @param checkpoints if they are taken
     * @param lock of the run's directory
     */
    public Run(
            ExperimentPlan plan,
            Training training,
            RunListener listeners,
            Optional<RunCheckpoints> checkpoints,
            RunLock lock,
            RunStarted.Environment environment) {
        this.lock = lock;
        directory = lock.directory();
        this.environment = environment;
        this.plan = plan;
        this.training = training;
        this.listeners = listeners;
        this.checkpoints = checkpoints;
    }

    /** Trains, evaluates and reports; a failure after the first event is a status of the report. */
    public RunReport toItsEnd() {
        lock.use();
        try {
            return reported();
        } finally {
            checkpoints.ifPresent(RunCheckpoints::close);
        }
    }

    private RunReport reported() {
        RunProgress ledger = training.ledger();
        listeners.started(new RunStarted(
                plan,
                directory.getFileName().toString(),
                directory,
                environment,
                training.model().parameters(),
                ledger.epoch(),
                ledger.steps(),
                ledger.examples(),
                training.moving().warnings()));
        Ending ending = ending();
        // A run that failed may still be writing what it saved before.
        checkpoints.ifPresent(RunCheckpoints::await);
        RunReport report = new RunReport(
                plan.name(),
                ending.status(),
                ending.reason(),
                environment,
                plan.seed(),
                ledger.epoch(),
                ledger.steps(),
                ledger.seconds(),
                ledger.examplesPerSecond(),
                ledger.lastEpoch().map(EpochFinished.TrainingMeans::loss).orElse(Double.NaN),
                ledger.lastEpoch().flatMap(EpochFinished.TrainingMeans::contributions),
                furtherTerms(ledger),
                training.beside(),
                ledger.beta(),
                ledger.lastEpoch().map(EpochFinished.TrainingMeans::beta).orElse(OptionalDouble.empty()),
                training.decoderVariance(),
                ending.judged().map(Judged::train),
                ending.judged().map(Judged::validation),
                ending.judged().flatMap(Judged::test),
                ending.judged().flatMap(Judged::dataUnitsMissing),
                ending.judged().flatMap(Judged::target),
                ending.judged().map(Judged::verdicts).orElseGet(Judge::ofUnevaluated),
                directory,
                training.moving().rollbacks().count(),
                training.moving().microBatches().perBatch(),
                ending.exitCode());
        listeners.finished(new RunFinished(report));
        listeners.closed();
        return report;
    }

    private Map<String, Double> furtherTerms(RunProgress ledger) {
        Map<String, Double> means = new LinkedHashMap<>();
        ledger.lastEpoch()
                .map(EpochFinished.TrainingMeans::measures)
                .ifPresent(all ->
                        plan.furtherMeasures().forEach(measure -> means.put(measure.name(), all.get(measure.name()))));
        return means;
    }

    private record Ending(RunStatus status, Optional<String> reason, Optional<Judged> judged, int exitCode) {

        static Ending of(RunStatus status, Optional<String> reason) {
            return new Ending(status, reason, Optional.empty(), status.exitCode());
        }

        static Ending failed(String reason, ExitCode exitCode) {
            return new Ending(RunStatus.FAILED, Optional.of(reason), Optional.empty(), exitCode.code());
        }

        /** Trained, but not to be resumed from where it ended. What has diverged is no result that could be lost. */
        Ending unsaved(String cause) {
            return lost("the last checkpoint is not on disk: " + cause);
        }

        /** Ended with files that are not where they should be. */
        Ending lost(String unsaved) {
            String all = reason.map(known -> known + "; " + unsaved).orElse(unsaved);
            return new Ending(
                    status,
                    Optional.of(all),
                    judged,
                    status == RunStatus.DIVERGED ? exitCode : ExitCode.INPUT_OUTPUT.code());
        }
    }

    private Ending ending() {
        try {
            Ending ending = trained();
            checkpoints.ifPresent(RunCheckpoints::await);
            return checkpoints
                    .flatMap(RunCheckpoints::failure)
                    .map(ending::unsaved)
                    .or(() -> lock.displaced().map(ending::lost))
                    .orElse(ending);
        } catch (PartException e) {
            if (e.fault()) {
                LOG.error("run {} failed", directory.getFileName(), e);
            }
            return Ending.failed(String.valueOf(e.getMessage()), ExitCode.FAILURE);
        } catch (RuntimeException | Error e) {
            LOG.error("run {} failed", directory.getFileName(), e);
            checkpoints.ifPresent(RunCheckpoints::await);
            if (OutOfMemory.isCauseOf(e)) {
                String advice = e instanceof StarvedException ? String.valueOf(e.getMessage()) : OutOfMemory.advice(e);
                String further = checkpoints.isPresent() ? "; a resume continues from the last checkpoint" : "";
                return Ending.failed(advice + further, ExitCode.OUT_OF_MEMORY);
            }
            return e instanceof UncheckedIOException
                    ? Ending.failed(String.valueOf(e.getMessage()), ExitCode.INPUT_OUTPUT)
                    : Ending.failed(e.toString(), ExitCode.FAILURE);
        }
    }

    private Ending trained() {
        RunStatus status = training.train(listeners, checkpoints);
        if (status == RunStatus.DIVERGED) {
            return Ending.of(status, training.divergence().map(this::afterRollbacks));
        }
        if (status == RunStatus.TERMINATED) {
            return terminated();
        }
        try {
            return judged(status, training.judged(listeners));
        } catch (StoppedException e) {
            return terminated();
        }
    }

    /** The words of the rules that ended it come first, then those of the verdicts that are not among them. */
    private Ending judged(RunStatus status, Judged judged) {
        List<String> stops = training.moving().stops();
        Optional<String> reason = Stream.concat(
                        stops.stream(),
                        judged.verdicts().stream()
                                .filter(Verdict::isFound)
                                .filter(verdict -> stops.stream().noneMatch(verdict::says))
                                .map(Verdict::text))
                .reduce((some, other) -> some + "; " + other);
        return new Ending(status, reason, Optional.of(judged), status.exitCode());
    }

    private static Ending terminated() {
        return Ending.of(RunStatus.TERMINATED, Optional.of("it was asked to end"));
    }

    private String afterRollbacks(String what) {
        String before = training.moving().rollbacks().count() == 0
                ? ""
                : ", after " + training.moving().rollbacks().count() + " rollbacks with a lower learning rate each";
        return what + before + "; try a lower learning rate, or clip gradients at a lower norm";
    }
}
