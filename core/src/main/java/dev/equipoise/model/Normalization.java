package dev.equipoise.model;

import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import java.util.List;

/** What the values between two layers are normalized over, before an activation. */
public enum Normalization {
    /** Nothing. */
    NONE,
    /** All elements of an example (Ba et al. 2016), with a gain and a shift for each feature or channel. */
    LAYER,
    /**
     * The examples of a batch, and the pixels of an image, for each feature or channel (Ioffe and Szegedy 2015).
     * Evaluation uses running means and variances, which are saved with the parameters.
     */
    BATCH;

    /**
     * Refuses batches of one example, whose variance is 0.
     *
     * @throws dev.equipoise.part.InvalidPartException if it is over the batch, and a batch has one
     */
    void check(Facts facts) {
        if (this == BATCH && hasBatchOfOne(facts)) {
            throw new InvalidPartException("normalization must be " + LAYER + " or " + NONE
                    + " if a batch has one example, got " + this + " with " + facts.examples()
                    + " examples in batches of " + facts.batchSize() + "; choose another batch size");
        }
    }

    /** Whether a batch of an epoch has one example. */
    static boolean hasBatchOfOne(Facts facts) {
        int last = (int) (facts.examples() - (facts.stepsPerEpoch() - 1) * facts.batchSize());
        return facts.batchSize() == 1 || last == 1;
    }

    /** As a layer; empty for {@link #NONE}. */
    List<Layer> layers() {
        return this == NONE ? List.of() : List.of(new Normalize(this));
    }
}
