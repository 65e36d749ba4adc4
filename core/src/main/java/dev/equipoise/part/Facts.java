package dev.equipoise.part;

import java.util.Optional;

/**
 * What is known before a run, from the experiment's own values and the headers of its data.
 *
 * @param knownData facts of the data after preprocessing; empty only for the factory of the data source itself
 * @param batchSize examples in a batch; the last batch of an epoch may be smaller
 * @param epochs passes over the training split
 * @param seed of the run
 */
public record Facts(Optional<DataFacts> knownData, int batchSize, int epochs, long seed) {

    /** Facts of the data after preprocessing. */
    public DataFacts data() {
        return knownData.orElseThrow(UnknownDataException::new);
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
        return new Facts(Optional.of(data), batchSize, epochs, seed);
    }

    public Facts withoutData() {
        return new Facts(Optional.empty(), batchSize, epochs, seed);
    }
}
