package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.equipoise.random.CounterRandom;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/** Draws weights uniformly in ±√(6/(fan in + fan out)), in Java: the same on every engine. */
final class InitialWeights {

    private final long seed;
    private final long stream;
    private long drawn;

    InitialWeights(long seed, long stream) {
        this.seed = seed;
        this.stream = stream;
    }

    /** Fills these weights, in their order. */
    void draw(List<NDArray> weights) {
        weights.forEach(this::draw);
    }

    /** Fills a weight of shape (out, in) or (out, in, kernel, kernel); a transposed one only swaps the fans. */
    private void draw(NDArray weight) {
        Shape shape = weight.getShape();
        long kernel = shape.size() / (shape.get(0) * shape.get(1));
        double limit = Math.sqrt(6.0 / ((shape.get(0) + shape.get(1)) * kernel));
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (limit * (2 * CounterRandom.uniform(seed, stream, drawn, i) - 1));
        }
        drawn++;
        if (weight.getDataType() == DataType.FLOAT64) {
            double[] wide = new double[values.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = values[i];
            }
            weight.set(DoubleBuffer.wrap(wide));
        } else {
            weight.set(FloatBuffer.wrap(values));
        }
    }
}
