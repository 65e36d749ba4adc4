package dev.equipoise.model;

import dev.equipoise.balance.Readings;
import dev.equipoise.part.Role;
import dev.equipoise.part.Stateful;
import java.util.Set;

/** Says which networks are updated at which step. */
@Role("procedure")
public interface Procedure<S extends Record> extends Stateful<S> {

    /** The networks that are updated at the step with this index, counted from 0. */
    Set<Vae.Network> updated(long step, S state);

    /** The state after the step with this index. */
    S next(long step, S state, Readings readings);
}
