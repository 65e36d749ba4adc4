package dev.equipoise.local.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.engine.EngineName;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.run.EpochMeans;
import dev.equipoise.run.RunEnvironment;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.SplitEvaluation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run from its first event to its last, whatever its end. */
public final class Run {

    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    private final ExperimentPlan plan;
    private final Training<?, ?> training;
    private final Listeners listeners;

    public Run(
            ExperimentPlan plan,
            PreprocessedData data,
            EngineName engine,
            NDManager manager,
            List<RunListener> listeners) {
        this.plan = plan;
        this.listeners = new Listeners(listeners);
        training = Training.of(plan, data, engine, manager);
    }

    /** Trains, evaluates and reports; a failure after the first event is a status of the report. */
    public RunReport toItsEnd(Path directory, RunEnvironment environment) {
        long began = System.nanoTime();
        long parameters = training.vae().parameters().values().stream()
                .mapToLong(NDArray::size)
                .sum();
        listeners.started(
                new RunStarted(plan, directory.getFileName().toString(), directory, environment, parameters, 0, 0));
        RunStatus status;
        Optional<String> reason = Optional.empty();
        Map<String, SplitEvaluation> splits = Map.of();
        try {
            status = training.train(listeners);
            if (status == RunStatus.DIVERGED) {
                reason = training.divergence().map(what -> what + "; try a lower learning rate or adam.clipNorm");
            } else {
                reason = training.stop();
                splits = training.evaluate();
            }
        } catch (UnpricedStepException e) {
            status = RunStatus.FAILED;
            reason = Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            LOG.error("run {} failed", directory.getFileName(), e);
            status = RunStatus.FAILED;
            reason = Optional.of(e.toString());
        }
        RunReport report = new RunReport(
                plan.name(),
                status,
                reason,
                environment,
                plan.seed(),
                training.epochs(),
                training.steps(),
                (System.nanoTime() - began) * 1e-9,
                training.examplesPerSecond(),
                training.lastEpoch().map(EpochMeans::loss).orElse(Double.NaN),
                training.beta(),
                training.lastEpoch().map(EpochMeans::beta).orElse(OptionalDouble.empty()),
                training.decoderVariance(),
                Optional.ofNullable(splits.get("train")),
                Optional.ofNullable(splits.get("validation")),
                directory);
        listeners.finished(new RunFinished(report));
        listeners.closed();
        return report;
    }
}
