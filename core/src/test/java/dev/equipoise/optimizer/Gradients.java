package dev.equipoise.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.run.EngineName;
import java.util.LinkedHashMap;
import java.util.Map;

/** Two parameters and their gradients, for optimizers to be compared with references in double precision. */
final class Gradients {

    private Gradients() {}

    static NDManager manager(EngineName engine) {
        return NDManager.newBaseManager(Device.cpu(), engine.djlName());
    }

    static Map<String, NDArray> parameters(NDManager manager) {
        Map<String, NDArray> parameters = new LinkedHashMap<>();
        parameters.put("a", array(manager, gradient(6, 100), 2, 3));
        parameters.put("b", array(manager, gradient(3, 101), 1, 3));
        return parameters;
    }

    static double[] gradient(int count, long step) {
        double[] values = new double[count];
        CounterRandom.gaussian(values, 9, 9, step);
        return values;
    }

    static double squares(double[] values) {
        double total = 0;
        for (double value : values) {
            total += value * value;
        }
        return total;
    }

    static NDArray array(NDManager manager, double[] values, long rows, long columns) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return manager.create(narrow, new Shape(rows, columns));
    }

    static void assertClose(float[] actual, double[] expected) {
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i]).as("element %d", i).isCloseTo(expected[i], within(2e-6));
        }
    }
}
