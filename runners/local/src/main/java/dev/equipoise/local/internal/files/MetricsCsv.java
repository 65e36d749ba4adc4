package dev.equipoise.local.internal.files;

import dev.equipoise.balance.Contributions;
import dev.equipoise.balance.Readings;
import dev.equipoise.disk.Disk;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Objective;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Phase;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.ValidationLoss;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code metrics.csv}: the numbers of every tenth step, and two rows for each epoch. It is appended to, and handed to
 * the system at every epoch, every checkpoint and at least once a second.
 */
final class MetricsCsv implements Closeable {
    /** Steps from one row of a step to the next. */
    static final int EVERY = 10;

    private static final long FLUSH_NANOS = 1_000_000_000L;

    private final AppendedText text;
    private final int elements;
    private final List<String> furtherMeasures;
    private final ValidationLoss validationLoss;
    private final boolean priced;
    private final LongSupplier nanoTime;
    private final double secondsBefore;
    private final long startNanos;
    private long flushedNanos;
    private long examples;
    private double seconds;

    /** @param earlier what the file held when the run went on from a checkpoint, or nothing; and how long the run took */
    MetricsCsv(Disk disk, Path file, ExperimentPlan plan, EarlierRows earlier, LongSupplier nanoTime)
            throws IOException {
        elements = plan.facts().elements();
        furtherMeasures = plan.furtherMeasures().stream().map(Measure::name).toList();
        validationLoss = new ValidationLoss(plan);
        priced = plan.parts(Objective.class).stream().allMatch(Objective::pricesDivergence);
        this.nanoTime = nanoTime;
        text = new AppendedText(disk, file);
        startNanos = nanoTime.getAsLong();
        flushedNanos = startNanos;
        secondsBefore = earlier.seconds();
        if (earlier.isEmpty()) {
            line(Column.header());
        }
    }

    void step(StepFinished event) throws IOException {
        examples += event.readings().examples();
        seconds += event.seconds();
        if ((event.step() + 1) % EVERY == 0 || !event.readings().finite()) {
            line(row(event).line());
            examples = 0;
            seconds = 0;
        }
        if (nanoTime.getAsLong() - flushedNanos >= FLUSH_NANOS) {
            flush();
        }
    }

    void epoch(EpochFinished event) throws IOException {
        line(trainingRow(event).line());
        line(validationRow(event).line());
        flush();
    }

    void flush() throws IOException {
        flushedNanos = nanoTime.getAsLong();
        text.flush();
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    private Row row(StepFinished event) {
        Readings read = event.readings();
        return new Row("step", Phase.TRAIN, event.step() + 1, event.epoch() + 1, elapsed())
                .with(Column.LOSS, read.loss())
                .with(Column.RECONSTRUCTION, read.reconstruction())
                .with(Column.SQUARED_ERROR, read.squaredError())
                .with(Column.MSE, read.means().mse(elements))
                .with(Column.KL_NATS, read.kl())
                .with(Column.DIVERGENCE, divergence(read.divergence()))
                .with(Column.BETA, event.beta())
                .with(Column.WEIGHTED_KL_NATS, weightedDivergence(read.contributions()))
                .with(Column.KL_TARGET_NATS, event.klTarget())
                .with(Column.LEARNING_RATE, event.learningRate())
                .with(Column.GRADIENT_NORM, read.gradientNorm())
                .with(Column.EXAMPLES_PER_SECOND, examples / seconds)
                .with(Column.TERMS, terms(read.measures(), read.critics(), event.beside()))
                .with(Column.SECONDS_LEFT, event.secondsLeft());
    }

    /** Such as "totalCorrelation=1.5 totalCorrelation.critic=0.6"; empty if there is none. */
    private String terms(
            Map<String, Double> values, Map<String, Readings.OfCritic> ofCritics, Map<String, Double> beside) {
        Stream<String> measures = furtherMeasures.stream().map(name -> name + "=" + values.get(name));
        Stream<String> critics = ofCritics.entrySet().stream()
                .map(critic -> critic.getKey() + ".critic=" + critic.getValue().loss());
        Stream<String> numbers = beside.entrySet().stream().map(number -> number.getKey() + "=" + number.getValue());
        return Stream.of(measures, critics, numbers).flatMap(all -> all).collect(Collectors.joining(" "));
    }

    private Row trainingRow(EpochFinished event) {
        EpochFinished.TrainingMeans means = event.training();
        return new Row("epoch", Phase.TRAIN, event.steps(), event.epoch() + 1, elapsed())
                .with(Column.LOSS, means.loss())
                .with(Column.RECONSTRUCTION, means.reconstruction())
                .with(Column.SQUARED_ERROR, means.squaredError())
                .with(Column.MSE, means.mse())
                .with(Column.KL_NATS, means.kl())
                .with(Column.DIVERGENCE, divergence(means.divergence()))
                .with(Column.BETA, means.beta())
                .with(Column.WEIGHTED_KL_NATS, weightedDivergence(means.contributions()))
                .with(Column.LEARNING_RATE, means.learningRate())
                .with(Column.EXAMPLES_PER_SECOND, means.examplesPerSecond())
                .with(Column.TERMS, terms(means.measures(), Map.of(), Map.of()))
                .with(Column.SECONDS_LEFT, event.secondsLeft());
    }

    private OptionalDouble divergence(double value) {
        return priced ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private static OptionalDouble weightedDivergence(Optional<Contributions> contributions) {
        return contributions.map(parts -> OptionalDouble.of(parts.divergence())).orElse(OptionalDouble.empty());
    }

    private Row validationRow(EpochFinished event) {
        SplitEvaluation split = event.validation();
        return new Row("epoch", Phase.VALIDATION, event.steps(), event.epoch() + 1, elapsed())
                .with(Column.LOSS, validationLoss.at(event.prices(), split))
                .with(Column.RECONSTRUCTION, split.reconstruction())
                .with(Column.SQUARED_ERROR, split.squaredError())
                .with(Column.MSE, split.mse())
                .with(Column.KL_NATS, split.kl())
                .with(Column.DIVERGENCE, divergence(split.divergence()))
                .with(Column.ACTIVE_UNITS, split.activeUnits())
                .with(Column.ELBO, split.knownElbo())
                .with(Column.ELBO_OPTIMAL_VARIANCE, split.elboOptimalVariance())
                .with(Column.SECONDS_LEFT, event.secondsLeft());
    }

    private double elapsed() {
        return secondsBefore + (nanoTime.getAsLong() - startNanos) / 1e9;
    }

    private void line(String line) {
        text.line(line);
    }
}
