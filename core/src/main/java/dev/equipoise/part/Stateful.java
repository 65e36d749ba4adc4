package dev.equipoise.part;

/**
 * A part with a state that changes during a run. The part itself is configuration and is rebuilt from the plan; the
 * state is saved with the run. The same state and readings always give the same results and the same next state.
 *
 * @param <S> the state: a record of numbers, texts, or arrays, lists and maps of them. Checkpoints hold it as a JSON
 *     object of its components by name, with numbers exact to the last bit, and NaN and infinities as texts. What is
 *     read back must equal what was saved. A part without a state takes {@link Stateless}.
 */
public interface Stateful<S extends Record> {

    /** The state before the first step. */
    S initial();
}
