package dev.equipoise.testing;

import dev.equipoise.run.LatentPrior;
import dev.equipoise.run.ModelView;

/** A model that refuses every call, for events whose listener does not need one. */
record NoModel() implements ModelView {

    @Override
    public int elements() {
        return 0;
    }

    @Override
    public int latents() {
        return 0;
    }

    @Override
    public LatentPrior prior() {
        throw asked();
    }

    @Override
    public Encoded encode(float[] data) {
        throw asked();
    }

    @Override
    public float[] decode(float[] latents) {
        throw asked();
    }

    @Override
    public double[] logLikelihood(float[] data, float[] latents) {
        throw asked();
    }

    @Override
    public float[] undoPreprocessing(float[] data) {
        throw asked();
    }

    private static AssertionError asked() {
        return new AssertionError("a stopping rule must not use the model");
    }
}
