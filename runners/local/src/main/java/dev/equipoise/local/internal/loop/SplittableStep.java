package dev.equipoise.local.internal.loop;

import dev.equipoise.balance.Readings;
import dev.equipoise.run.RunListener;
import java.util.Optional;

/** Takes steps whole until one finds no memory, and from it on in micro-batches where those have the same loss. */
final class SplittableStep {

    private final TrainingStep step;
    private final PricedTerms terms;
    private final MicroBatches microBatches;

    SplittableStep(TrainingStep step, PricedTerms terms, MicroBatches microBatches) {
        this.step = step;
        this.terms = terms;
        this.microBatches = microBatches;
    }

    /** @throws StarvedException if micro-batches find no memory either, or would have another loss */
    Readings take(Step next, RunListener listener) {
        boolean whole = microBatches.perBatch() == 1 || ofWholeBatch(next).isPresent();
        try {
            return step.take(next, whole ? 1 : microBatches.perBatch());
        } catch (StarvedException e) {
            if (!e.isOfEngine() || next.batch().count() == 1) {
                throw e;
            }
            return halved(next, e, listener);
        }
    }

    /** What makes the loss another one over parts of a batch. */
    private Optional<String> ofWholeBatch(Step next) {
        return step.comparesExamples()
                ? Optional.of("the model normalizes over the batch")
                : terms.ofWholeBatch(next.prices());
    }

    private Readings halved(Step next, StarvedException lack, RunListener listener) {
        ofWholeBatch(next).ifPresent(whole -> {
            throw lack.since("halves of a batch were not tried, because they would have another loss: " + whole);
        });
        if (microBatches.perBatch() > 1) {
            throw lack.since("halves of a batch found no memory");
        }
        Readings readings;
        try {
            readings = step.take(next, MicroBatches.HALVES);
        } catch (StarvedException e) {
            throw e.since("halves of a batch found no memory");
        }
        microBatches.halveTraining();
        listener.batchesSplit(microBatches.event(next.index(), lack.words()));
        return readings;
    }
}
