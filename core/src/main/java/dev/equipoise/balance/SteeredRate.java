package dev.equipoise.balance;

/**
 * A learning rate that depends on what training measured. Like a {@link BalancingStrategy} it is configuration beside a
 * state of plain numbers that is saved with the run.
 *
 * @param <S> the state: a record of numbers, written to checkpoints as JSON
 */
public interface SteeredRate<S extends Record> extends LearningRate {

    /** The state before the first step. */
    S initial();

    /** The rate of the step with this index, counted from 0. */
    double at(long step, S state);

    /** The state after the step with this index. Readings may be non-finite. */
    S next(long step, S state, Readings readings);

    /** The rate of a run that has measured nothing. */
    @Override
    default double at(long step) {
        return at(step, initial());
    }
}
