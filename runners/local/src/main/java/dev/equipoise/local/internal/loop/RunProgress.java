package dev.equipoise.local.internal.loop;

import dev.equipoise.balance.Prices;
import dev.equipoise.local.internal.checkpoint.Merit;
import dev.equipoise.objective.Price;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.StepFinished;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** Where a run stands, and what it has added up on the way. */
final class RunProgress {

    private final int elements;
    private final int batchSize;
    private final LongSupplier nanoTime;
    private final long began;
    private final RecentLosses losses = new RecentLosses();
    private EpochSums sums = EpochSums.NONE;
    private int epoch;
    private int place;
    private long steps;
    private long settledSteps;
    private long examples;
    private double stepSeconds;
    private double secondsBefore;
    private Prices prices = new Prices(Price.of(0), Price.of(0), Map.of());
    private OptionalDouble beta = OptionalDouble.empty();
    private OptionalDouble learnedVariance = OptionalDouble.empty();
    private Optional<EpochFinished.TrainingMeans> lastEpoch = Optional.empty();
    private Optional<Merit> best = Optional.empty();

    RunProgress(int elements, int batchSize, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        began = nanoTime.getAsLong();
        this.elements = elements;
        this.batchSize = batchSize;
    }

    /**
     * What is saved.
     *
     * @param epoch that is trained, counted from 0
     * @param place of the next batch in it; the number of its batches where only its evaluation is left
     * @param batchSize of those batches
     * @param steps updates made
     * @param settledSteps of them the last ones in a row at which the strategy was settled
     * @param examples trained on, repeats included
     * @param stepSeconds that the steps took
     * @param seconds that the run took
     * @param prices of the last step; without weights before the first
     * @param beta the last effective one
     * @param best the highest merit of an epoch
     */
    record State(
            int epoch,
            int place,
            int batchSize,
            long steps,
            long settledSteps,
            long examples,
            double stepSeconds,
            double seconds,
            EpochSums sums,
            RecentLosses.State losses,
            Prices prices,
            OptionalDouble beta,
            OptionalDouble learnedVariance,
            Optional<EpochFinished.TrainingMeans> lastEpoch,
            Optional<Merit> best) {}

    State save() {
        return new State(
                epoch,
                place,
                batchSize,
                steps,
                settledSteps,
                examples,
                stepSeconds,
                seconds(),
                sums,
                losses.save(),
                prices,
                beta,
                learnedVariance,
                lastEpoch,
                best);
    }

    /**
     * Goes on from what was saved; of batches of another size, with the first that holds no example of those before. Time
     * that was spent stays spent where the run goes back.
     */
    void restore(State saved) {
        epoch = saved.epoch();
        place = (int) (((long) saved.place() * saved.batchSize() + batchSize - 1) / batchSize);
        steps = saved.steps();
        settledSteps = saved.settledSteps();
        examples = saved.examples();
        stepSeconds = saved.stepSeconds();
        secondsBefore = Math.max(secondsBefore, saved.seconds() - sinceBegan());
        sums = saved.sums();
        losses.restore(saved.losses());
        prices = saved.prices();
        beta = saved.beta();
        learnedVariance = saved.learnedVariance();
        lastEpoch = saved.lastEpoch();
        best = saved.best();
    }

    /** The prices of the step that is taken now. */
    void priced(Pricing pricing) {
        prices = pricing.prices();
        beta = pricing.beta();
        learnedVariance = pricing.learnedVariance();
    }

    /**
     * An update was made.
     *
     * @param settled whether its prices were final
     */
    void updated(StepFinished event, boolean settled) {
        settledSteps = settled ? settledSteps + 1 : 0;
        sums = sums.plus(event);
        losses.add(event.readings().loss());
        stepSeconds += event.seconds();
        steps++;
        place++;
        examples += event.readings().examples();
    }

    /** Means of the epoch whose last step was taken. */
    EpochFinished.TrainingMeans epochMeans() {
        EpochFinished.TrainingMeans means = sums.means(elements);
        lastEpoch = Optional.of(means);
        return means;
    }

    /** The epoch has ended; whether its merit, empty if validation is not finite, is the highest so far. */
    boolean epochEnded(Optional<Merit> merit) {
        sums = EpochSums.NONE;
        epoch++;
        place = 0;
        boolean better = merit.filter(now ->
                        best.filter(highest -> highest.compareTo(now) >= 0).isEmpty())
                .isPresent();
        if (better) {
            best = merit;
        }
        return better;
    }

    /** Index of the epoch, counted from 0; the number of epochs where all were trained. */
    int epoch() {
        return epoch;
    }

    /** Place of the next batch in the epoch; its number of batches, or more where that has changed, if none is left. */
    int place() {
        return place;
    }

    long steps() {
        return steps;
    }

    /** The last steps in a row at which the strategy was settled. */
    long settledSteps() {
        return settledSteps;
    }

    long examples() {
        return examples;
    }

    /** Seconds of the run, those before a resume included. */
    double seconds() {
        return secondsBefore + sinceBegan();
    }

    private double sinceBegan() {
        return (nanoTime.getAsLong() - began) * 1e-9;
    }

    /** Examples per second of the steps alone. */
    double examplesPerSecond() {
        return examples / stepSeconds;
    }

    /** Whether the last loss is no spike. */
    boolean calm() {
        return losses.calm();
    }

    /** Of the last step. */
    Prices prices() {
        return prices;
    }

    OptionalDouble beta() {
        return beta;
    }

    OptionalDouble learnedVariance() {
        return learnedVariance;
    }

    Optional<EpochFinished.TrainingMeans> lastEpoch() {
        return lastEpoch;
    }
}
