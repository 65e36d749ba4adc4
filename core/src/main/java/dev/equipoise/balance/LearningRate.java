package dev.equipoise.balance;

import dev.equipoise.part.Facts;
import dev.equipoise.part.Role;
import dev.equipoise.part.Stateful;
import java.util.List;

/** Chooses the learning rate of every step. */
@Role("learning rate")
public interface LearningRate<S extends Record> extends Stateful<S> {

    /** The rate of the step with this index, counted from 0: finite and at least 0, before any rollback. */
    double at(long step, S state);

    /** The state after the step with this index. Readings may be non-finite. */
    S next(long step, S state, Readings readings);

    /** Warnings before step 0 about what cannot work with this many steps. */
    default List<String> foresee(Facts facts) {
        return List.of();
    }
}
