package dev.equipoise.metrics;

import ai.djl.ndarray.NDArray;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Critic;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.run.RunStarted;
import dev.equipoise.testing.Events;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A term with a critic that only says what it would measure. */
record JudgedTerm(List<Measure> measures) implements LossTerm, Critic {

    /** A run with this term beyond reconstruction and divergence. */
    static RunStarted started(Path directory, Measure... measures) {
        LossTerm term = new JudgedTerm(List.of(measures));
        return Events.started(
                directory, new ExperimentPlan.PlannedPart("judged", LossTerm.class, "annotation", Map.of(), term));
    }

    @Override
    public List<NDArray> measure(Batch batch, VaeOutput output) {
        throw new UnsupportedOperationException("monitoring must take numbers from events");
    }

    @Override
    public Optional<Critic> critic() {
        return Optional.of(this);
    }

    @Override
    public List<Integer> hidden() {
        return List.of(4);
    }

    @Override
    public double learningRate() {
        return 1e-3;
    }

    @Override
    public double beta1() {
        return 0.5;
    }

    @Override
    public double beta2() {
        return 0.9;
    }

    @Override
    public float[] others(float[] latents, int columns, long seed, long stream, long step) {
        throw new UnsupportedOperationException("monitoring must take numbers from events");
    }

    @Override
    public NDArray loss(NDArray ofBatch, NDArray ofOthers, Constants constants) {
        throw new UnsupportedOperationException("monitoring must take numbers from events");
    }
}
