package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.equipoise.balance.Prices;
import dev.equipoise.model.Vae;
import dev.equipoise.random.CounterRandom;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What an update is made from, the model apart.
 *
 * @param index counted from 0
 * @param inner index of the inner step before it, from 0; empty for the step itself
 * @param rollbacks so far, each of which gives the noise another stream
 * @param updated the networks that it moves
 */
record Step(
        long index,
        OptionalInt inner,
        int rollbacks,
        Examples batch,
        boolean lastOfEpoch,
        Prices prices,
        double learningRate,
        Set<Vae.Network> updated) {

    /** The stream of what it draws, {@code of} being that of a step. */
    long stream(long of) {
        return inner.isPresent() ? CounterRandom.Stream.inner(of) : of;
    }

    /** The step of that stream. */
    long drawn() {
        return inner.isPresent() ? CounterRandom.Stream.innerStep(index, inner.getAsInt()) : index;
    }

    /** The examples of a batch. */
    interface Examples {

        int count();

        /** The data (to − from, N) of some of them, owned by the manager that is given. */
        NDArray rows(int from, int to, NDManager manager);
    }
}
