package dev.equipoise.local.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.local.checkpoint.StateJson;
import dev.equipoise.part.PartException;
import dev.equipoise.run.IncompatibleResumeException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The state of a part on its way through a run.
 *
 * @param <S> the state: a record of numbers
 */
final class PartState<S extends Record> {

    private final String part;
    private S state;

    /**
     * @param part its role and key
     * @throws PartException where a checkpoint could not hold the state
     */
    PartState(String part, Supplier<S> initial) {
        this.part = part;
        state = PartException.ask(part, "its first state", initial);
        check();
    }

    private void check() {
        try {
            S again = StateJson.readLike(StateJson.tree(state), state, part);
            if (!again.equals(state) && !text(again).equals(text(state))) {
                throw unsaved("what is read back is " + again);
            }
        } catch (IllegalArgumentException | IncompatibleResumeException e) {
            throw unsaved(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /** Arrays are equal to themselves alone, and have the name of their place in memory for a text. */
    private static String text(Record state) {
        return state.toString().replaceAll("@[0-9a-f]+", "");
    }

    private PartException unsaved(String why) {
        return new PartException(part + " must have a state that is a record of numbers, so that a checkpoint can hold"
                + " it, got a " + state.getClass().getName() + ": " + why);
    }

    /** What the part answers at its present state; {@code asked} says what for, such as "prices at step 4". */
    <T> T ask(String asked, Function<S, T> question) {
        return PartException.ask(part, asked, () -> question.apply(state));
    }

    /** The part's next state. */
    void next(String asked, UnaryOperator<S> question) {
        state = ask(asked, question);
    }

    JsonNode save() {
        return PartException.ask(part, "a state that can be saved", () -> StateJson.tree(state));
    }

    void restore(JsonNode saved) {
        state = StateJson.readLike(saved, state, part);
    }
}
