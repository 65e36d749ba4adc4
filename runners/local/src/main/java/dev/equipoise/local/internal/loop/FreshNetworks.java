package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.model.Vae;
import dev.equipoise.optimizer.Optimizer;
import dev.equipoise.random.CounterRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Gives networks of a run fresh initial weights and fresh moments of its optimizer. */
record FreshNetworks(ExperimentPlan plan, EngineModel model, Optimizer.Updater updater) {

    /** Before the step with this index, which the weights depend on beside the seed. */
    void renew(Set<Vae.Network> networks, long step) {
        long seed = CounterRandom.bits(plan.seed(), CounterRandom.Stream.RENEWED_WEIGHTS, step, 0);
        try (NDManager scoped = model.manager().newSubManager()) {
            EngineModel fresh = EngineModel.of(plan, model.engine(), scoped, seed);
            Tensor.write(
                    Tensor.read(of(networks, fresh.vae().saved())),
                    of(networks, model.vae().saved()));
            Optimizer.State moments = plan.part(Optimizer.class)
                    .bind(of(networks, fresh.vae().parameters()), scoped)
                    .state();
            updater.restore(updater.state().without(moments).and(moments));
        }
    }

    private static Map<String, NDArray> of(Set<Vae.Network> networks, Map<String, NDArray> arrays) {
        Map<String, NDArray> some = new LinkedHashMap<>(arrays);
        some.keySet().removeIf(path -> !networks.contains(Vae.Network.owning(path)));
        return some;
    }
}
