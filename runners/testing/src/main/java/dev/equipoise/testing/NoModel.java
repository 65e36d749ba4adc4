package dev.equipoise.testing;

import dev.equipoise.run.ModelView;

/** A model of nothing, for events whose hearer has no need of one. */
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
        return new AssertionError("a stopping rule asks no model");
    }
}
