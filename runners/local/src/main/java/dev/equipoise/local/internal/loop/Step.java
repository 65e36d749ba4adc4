package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.equipoise.balance.Prices;
import dev.equipoise.model.Vae;
import java.util.Set;

/**
 * What an update is made from, the model apart.
 *
 * @param index counted from 0
 * @param rollbacks so far, each of which gives the noise another stream
 * @param updated the networks that it moves
 */
record Step(
        long index,
        int rollbacks,
        Examples batch,
        boolean lastOfEpoch,
        Prices prices,
        double learningRate,
        Set<Vae.Network> updated) {

    /** The examples of a batch. */
    interface Examples {

        int count();

        /** The data (to − from, N) of some of them, owned by the manager that is given. */
        NDArray rows(int from, int to, NDManager manager);
    }
}
