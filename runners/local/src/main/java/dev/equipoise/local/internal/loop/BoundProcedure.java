package dev.equipoise.local.internal.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.balance.Readings;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.Procedure;
import dev.equipoise.model.Vae;
import java.util.Map;
import java.util.Set;

/** The procedure of a run with its state. */
final class BoundProcedure {

    private final Cell<Procedure<Record>> cell;

    BoundProcedure(ExperimentPlan plan) {
        cell = Cell.of(plan, Procedure.class);
    }

    private static String name(long step) {
        return "step " + (step + 1);
    }

    /** The networks that the next step updates. */
    Set<Vae.Network> updated(long step) {
        return cell.ask("the networks of " + name(step), (part, state) -> part.updated(step, state));
    }

    /** The networks that one more inner step updates before the next step. */
    Set<Vae.Network> inner(long step) {
        return cell.ask("the networks of an inner step before " + name(step), (part, state) -> part.inner(step, state));
    }

    void afterInner(long step, Readings readings) {
        cell.next("an inner step before " + name(step), (part, state) -> part.afterInner(step, state, readings));
    }

    void next(long step, Readings readings) {
        cell.next(name(step), (part, state) -> part.next(step, state, readings));
    }

    void afterEpoch(Procedure.Epoch epoch) {
        cell.next("an epoch", (part, state) -> part.afterEpoch(state, epoch));
    }

    /** Whether the reconstruction is the only term that counts. */
    boolean reconstructionAlone() {
        return cell.ask("whether reconstruction counts alone", Procedure::reconstructionAlone);
    }

    /** The networks that get fresh weights before the next step. */
    Set<Vae.Network> renewed() {
        return cell.ask("the networks that start afresh", Procedure::renewed);
    }

    Map<String, Double> exported() {
        return cell.ask("its numbers", Procedure::exported);
    }

    JsonNode save() {
        return cell.save();
    }

    void restore(JsonNode saved) {
        cell.restore(saved);
    }
}
