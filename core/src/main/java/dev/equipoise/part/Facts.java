package dev.equipoise.part;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Facts known before a run, from the experiment's own values and the headers of its data.
 *
 * @param knownData facts of the data after preprocessing; empty only for the factory of the data source itself
 * @param batchSize examples in a batch; the last batch of an epoch may be smaller
 * @param epochs passes over the training split
 * @param seed of the run
 * @param knownLatents the number M of latents; empty for the factories of the data, of preprocessing and of the
 *     architecture
 * @param knownBetaCycle steps of the balancing strategy's cycle; empty before the strategy was created, and if it has
 *     no cycle
 */
public record Facts(
        Optional<DataFacts> knownData,
        int batchSize,
        int epochs,
        long seed,
        Optional<Integer> knownLatents,
        OptionalLong knownBetaCycle) {

    /** Facts from before the architecture was made. */
    public Facts(Optional<DataFacts> knownData, int batchSize, int epochs, long seed) {
        this(knownData, batchSize, epochs, seed, Optional.empty(), OptionalLong.empty());
    }

    /** The number M of latents. */
    public int latents() {
        return knownLatents.orElseThrow(
                () -> new UnknownDataException(
                        "the data, its preprocessing and the architecture are created first: their factories cannot ask for the latents"));
    }

    /** Facts of the data after preprocessing. */
    public DataFacts data() {
        return knownData.orElseThrow(() -> new UnknownDataException(
                "the data source is created first: its factory cannot ask for facts of the data"));
    }

    /**
     * Steps of the cycle of beta.
     *
     * @throws InvalidPartException if the balancing strategy has none
     */
    public long betaCycleSteps() {
        return knownBetaCycle.orElseThrow(() ->
                new InvalidPartException("it must be used with a balancing strategy that has cycles, got one without:"
                        + " use a strategy with cycles, or set the steps of a cycle and leave out inPhase"));
    }

    /** Examples of the training split. */
    public int examples() {
        return data().trainingExamples();
    }

    /** Elements N of a datum. */
    public int elements() {
        return data().elements();
    }

    /** Updates in one epoch, the last smaller batch included. */
    public long stepsPerEpoch() {
        return (examples() + batchSize - 1L) / batchSize;
    }

    /** Updates in the whole run. */
    public long totalSteps() {
        return stepsPerEpoch() * epochs;
    }

    public Facts withData(DataFacts data) {
        return new Facts(Optional.of(data), batchSize, epochs, seed, knownLatents, knownBetaCycle);
    }

    /** The same for another number of epochs, such as those that schedules are laid out over. */
    public Facts withEpochs(int number) {
        return new Facts(knownData, batchSize, number, seed, knownLatents, knownBetaCycle);
    }

    public Facts withoutData() {
        return new Facts(Optional.empty(), batchSize, epochs, seed, knownLatents, knownBetaCycle);
    }

    public Facts withLatents(int latents) {
        return new Facts(knownData, batchSize, epochs, seed, Optional.of(latents), knownBetaCycle);
    }

    public Facts withBetaCycle(OptionalLong steps) {
        return new Facts(knownData, batchSize, epochs, seed, knownLatents, steps);
    }

    /** Facts do not have this value yet, because its own factory asks for it or has failed. */
    public static final class UnknownDataException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        public UnknownDataException(String message) {
            super(message);
        }
    }
}
