package dev.equipoise.local.internal.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.StateJson;
import dev.equipoise.objective.Price;
import dev.equipoise.part.PartException;
import dev.equipoise.part.Stateful;
import dev.equipoise.run.IncompatibleResumeException;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A part on its way through a run, with its state.
 *
 * @param <P> its role, of {@link Record}: only the part knows which one its state is
 */
final class Cell<P extends Stateful<Record>> {

    private final P part;
    private final String name;
    private Record state;

    private Cell(P part, String name) {
        this.part = part;
        this.name = name;
        state = PartException.ask(name, "its first state", part::initial);
        check();
    }

    /**
     * The parts of a plan in a role.
     *
     * @throws PartException if a checkpoint could not hold the state of one
     */
    @SuppressWarnings("unchecked") // a part is only ever asked with a state that it made, or of the class of one
    static <P extends Stateful<Record>> List<Cell<P>> all(ExperimentPlan plan, Class<? super P> role) {
        return plan.parts(role).stream()
                .map(part -> new Cell<>((P) part, plan.nameOf(part)))
                .toList();
    }

    /** The part of a plan in a role only one. */
    static <P extends Stateful<Record>> Cell<P> of(ExperimentPlan plan, Class<? super P> role) {
        return Cell.<P>all(plan, role).get(0);
    }

    private void check() {
        try {
            Record again = StateJson.readLike(StateJson.tree(state), state, name);
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
        return new PartException(name + " must have a state that is a record of numbers, so that a checkpoint can hold"
                + " it, got a " + state.getClass().getName() + ": " + why);
    }

    String name() {
        return name;
    }

    /** What the part answers at its present state; {@code asked} says what for, such as "prices at step 4". */
    <T> T ask(String asked, BiFunction<P, Record, T> question) {
        return PartException.ask(name, asked, () -> {
            try {
                return question.apply(part, state);
            } catch (Price.InvalidPriceException e) {
                throw new PartException(name + " must give " + asked + ": " + e.getMessage(), e);
            }
        });
    }

    /** The part's next state, after {@code event}, such as "step 4". */
    void next(String event, BiFunction<P, Record, Record> question) {
        state = ask("its state after " + event, question);
    }

    JsonNode save() {
        return PartException.ask(name, "a state that can be saved", () -> StateJson.tree(state));
    }

    void restore(JsonNode saved) {
        state = StateJson.readLike(saved, state, name);
    }
}
