package dev.equipoise.model;

import dev.equipoise.balance.Readings;
import dev.equipoise.part.Role;
import java.util.Set;

/**
 * Says which networks are updated at which step. Like a balancing strategy, it is configuration with a separate state of numbers.
 *
 * @param <S> the state: a record of numbers
 */
@Role("procedure")
public interface Procedure<S extends Record> {

    /** The state before the first step. */
    S initial();

    /** The networks that are updated at the step with this index, counted from 0. */
    Set<Network> updated(long step, S state);

    /** The state after the step with this index. */
    S next(long step, S state, Readings readings);
}
