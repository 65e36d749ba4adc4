package dev.equipoise.local.internal.loop;

import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.model.Vae;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.run.RunListener;
import java.util.OptionalInt;
import java.util.Set;

/** Takes each step, after the inner steps that the procedure wants before it, on batches and with noise of their own. */
record Steps(SplittableStep step, Batches batches, MovingState moving, long seed) {

    /** Takes the next step. Its readings are those of an inner step if that is not finite. */
    Readings take(Prices prices, double learningRate, RunListener listener) {
        RunProgress ledger = moving.ledger();
        long index = ledger.steps();
        for (int inner = 0; ; inner++) {
            Set<Vae.Network> updated = moving.procedure().inner(index);
            if (updated.isEmpty()) {
                break;
            }
            Readings readings =
                    take(OptionalInt.of(inner), beside(index, inner), false, prices, learningRate, updated, listener);
            if (!readings.finite()) {
                return readings;
            }
            moving.procedure().afterInner(index, readings);
        }
        return take(
                OptionalInt.empty(),
                batches.batch(ledger.epoch(), ledger.place()),
                ledger.place() == batches.perEpoch() - 1,
                prices,
                learningRate,
                moving.procedure().updated(index),
                listener);
    }

    private Readings take(
            OptionalInt inner,
            Step.Examples batch,
            boolean lastOfEpoch,
            Prices prices,
            double learningRate,
            Set<Vae.Network> updated,
            RunListener listener) {
        return step.take(
                new Step(
                        moving.ledger().steps(),
                        inner,
                        moving.rollbacks().count(),
                        batch,
                        lastOfEpoch,
                        prices,
                        learningRate,
                        updated),
                listener);
    }

    /** A batch of the epoch, drawn from the seed, the step and the inner step. */
    private Step.Examples beside(long index, int inner) {
        int place = CounterRandom.below(
                batches.perEpoch(),
                seed,
                CounterRandom.Stream.inner(CounterRandom.Stream.ORDER),
                CounterRandom.Stream.innerStep(index, inner),
                0);
        return batches.beside(moving.ledger().epoch(), place);
    }

    /** What of these readings is not finite. */
    static String notFinite(Readings readings) {
        if (!Double.isFinite(readings.loss())) {
            return "loss";
        }
        return readings.notFinite().stream()
                .findFirst()
                .map(critic -> "critic '" + critic + "'")
                .orElse("gradient");
    }
}
