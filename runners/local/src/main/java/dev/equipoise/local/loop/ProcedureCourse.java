package dev.equipoise.local.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.balance.Readings;
import dev.equipoise.local.checkpoint.StateJson;
import dev.equipoise.model.Network;
import dev.equipoise.model.Procedure;
import java.util.Set;

/**
 * A procedure on its way through a run, with its state.
 *
 * @param <S> the state
 */
final class ProcedureCourse<S extends Record> {

    private final Procedure<S> procedure;
    private S state;

    private ProcedureCourse(Procedure<S> procedure) {
        this.procedure = procedure;
        state = procedure.initial();
    }

    static ProcedureCourse<?> of(Procedure<?> procedure) {
        return captured(procedure);
    }

    private static <S extends Record> ProcedureCourse<S> captured(Procedure<S> procedure) {
        return new ProcedureCourse<>(procedure);
    }

    Set<Network> updated(long step) {
        return procedure.updated(step, state);
    }

    void next(long step, Readings readings) {
        state = procedure.next(step, state, readings);
    }

    JsonNode save() {
        return StateJson.tree(state);
    }

    void restore(JsonNode saved) {
        state = StateJson.readLike(saved, state, "the procedure");
    }
}
