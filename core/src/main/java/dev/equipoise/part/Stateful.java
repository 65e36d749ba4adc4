package dev.equipoise.part;

/**
 * A part that moves during a run. It is configuration, rebuilt from the plan, beside a state that is saved with the run:
 * the same state and readings always give the same answers and the same next state.
 *
 * @param <S> the state: a record of numbers, texts, or arrays, lists and maps of them. Checkpoints hold it as a JSON object
 *     of its components by name, numbers to the last bit, NaN and the infinities as texts; what is read back must equal it.
 *     A part without a state takes {@link Stateless}.
 */
public interface Stateful<S extends Record> {

    /** The state before the first step. */
    S initial();
}
