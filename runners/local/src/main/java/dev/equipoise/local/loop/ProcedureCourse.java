package dev.equipoise.local.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.balance.Readings;
import dev.equipoise.experiment.ExperimentPlan;
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
    private final PartState<S> state;

    private ProcedureCourse(Procedure<S> procedure, String name) {
        this.procedure = procedure;
        state = new PartState<>(name, procedure::initial);
    }

    static ProcedureCourse<?> of(ExperimentPlan plan) {
        Procedure<?> procedure = plan.part(Procedure.class);
        return captured(procedure, plan.nameOf(procedure));
    }

    private static <S extends Record> ProcedureCourse<S> captured(Procedure<S> procedure, String name) {
        return new ProcedureCourse<>(procedure, name);
    }

    Set<Network> updated(long step) {
        return state.ask("the networks of step " + (step + 1), now -> procedure.updated(step, now));
    }

    void next(long step, Readings readings) {
        state.next("its state after step " + (step + 1), now -> procedure.next(step, now, readings));
    }

    JsonNode save() {
        return state.save();
    }

    void restore(JsonNode saved) {
        state.restore(saved);
    }
}
