package dev.equipoise.local;

import dev.equipoise.engine.Engines;
import dev.equipoise.engine.SelectedDevice;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.LayerShape;
import dev.equipoise.model.VaeLayers;
import java.util.Map;

/**
 * Chooses the engine's threads by the work of a step: for small steps, distributing the work costs more than it saves.
 */
final class ThreadCount {

    /** Parameters times examples below which one thread is faster: measured on the oracle's steps and on small MLPs. */
    private static final double WORTH_SHARING = 2e6;

    private ThreadCount() {}

    static int of(ExperimentPlan plan) {
        long parameters = LayerShape.of(VaeLayers.of(plan), plan.facts().elements()).stream()
                .mapToLong(LayerShape::parameters)
                .sum();
        return (double) parameters * plan.facts().batchSize() < WORTH_SHARING ? 1 : Engines.cores();
    }

    /** How many threads spin on the cores while they wait for one another, as OpenMP's do unless they are told not to. */
    static int spinning(int threads, SelectedDevice device, Map<String, String> environment) {
        boolean passive = environment.getOrDefault("OMP_WAIT_POLICY", "").equalsIgnoreCase("passive");
        return passive || device.device().isGpu() ? 0 : threads;
    }
}
