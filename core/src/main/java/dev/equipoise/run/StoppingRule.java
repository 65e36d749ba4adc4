package dev.equipoise.run;

import dev.equipoise.part.Role;
import java.util.Optional;

/**
 * Ends a run before its last epoch. Like a strategy it is configuration beside a state of plain numbers that is saved
 * with the run. Every rule hears every update and every epoch, on the run's thread.
 *
 * @param <S> the state: a record of numbers, texts or lists of them, written to checkpoints as JSON
 */
@Role(value = "stopping rule", many = true)
public interface StoppingRule<S extends Record> {

    /** The state before the first step. */
    S initial();

    /** The state after an update. */
    default S afterStep(S state, StepFinished event, Progress progress) {
        return state;
    }

    /** The state after an epoch, whose last update was heard before. */
    default S afterEpoch(S state, EpochFinished event, Progress progress) {
        return state;
    }

    /** Why the run ends here; empty if it goes on. */
    Optional<String> stops(S state);
}
