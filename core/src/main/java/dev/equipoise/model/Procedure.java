package dev.equipoise.model;

import dev.equipoise.balance.Measures;
import dev.equipoise.balance.Readings;
import dev.equipoise.part.Role;
import dev.equipoise.part.Stateful;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;

/** Says which networks are updated at which step, and what happens before a step and after an epoch. */
@Role("procedure")
public interface Procedure<S extends Record> extends Stateful<S> {

    /** The networks that are updated at the step with this index, counted from 0. */
    Set<Vae.Network> updated(long step, S state);

    /** The state after the step with this index. */
    S next(long step, S state, Readings readings);

    /**
     * The networks that one more inner step updates before the step with this index. An inner step takes a batch and noise of
     * its own, at the step's prices and learning rate. It counts as no step of schedules, critics or averaged weights. Empty
     * if the step itself is next.
     */
    default Set<Vae.Network> inner(long step, S state) {
        return Set.of();
    }

    /** The state after an inner step before the step with this index. */
    default S afterInner(long step, S state, Readings readings) {
        return state;
    }

    /**
     * Whether the reconstruction is the only term with a weight. Meanwhile the state of the balancing strategy rests, and the
     * strategy has not settled.
     */
    default boolean reconstructionAlone(S state) {
        return false;
    }

    /**
     * The networks that get fresh initial weights before the next step, with fresh moments of the optimizer. {@link #next} must
     * note that it happened.
     */
    default Set<Vae.Network> renewed(S state) {
        return Set.of();
    }

    /** The state after an epoch. */
    default S afterEpoch(S state, Epoch epoch) {
        return state;
    }

    /** Its own numbers for monitoring, by name; each name gets its unit in the procedure's documentation. */
    default Map<String, Double> exported(S state) {
        return Map.of();
    }

    /** What it does, in words for {@code describe}, by subject. */
    default Map<String, String> description() {
        return Map.of();
    }

    /**
     * An epoch that ended.
     *
     * @param validation means over the validation split
     * @param mutualInformation of data and latents on the validation split, in nats; computed when it is asked for: ln q(z|x)
     *     minus the logarithm of the mean of q(z|x') over up to 512 examples (Hoffman and Johnson 2016), so it is at most ln 512
     */
    record Epoch(Measures validation, DoubleSupplier mutualInformation) {}
}
