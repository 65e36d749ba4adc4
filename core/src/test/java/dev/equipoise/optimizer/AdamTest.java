package dev.equipoise.optimizer;

import static dev.equipoise.optimizer.Gradients.array;
import static dev.equipoise.optimizer.Gradients.assertClose;
import static dev.equipoise.optimizer.Gradients.gradient;
import static dev.equipoise.optimizer.Gradients.manager;
import static dev.equipoise.optimizer.Gradients.parameters;
import static dev.equipoise.optimizer.Gradients.squares;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.equipoise.run.EngineName;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Adam on both engines beside algorithm 1 of Kingma and Ba 2015, written out in double precision. */
class AdamTest {

    private static final double RATE = 0.01;

    /** The algorithm for one parameter. */
    private static final class Reference {

        private final AdamSettings settings;
        private final double[] parameter;
        private final double[] m;
        private final double[] v;
        private int t;

        Reference(AdamSettings settings, float[] initial) {
            this.settings = settings;
            parameter = new double[initial.length];
            for (int i = 0; i < initial.length; i++) {
                parameter[i] = initial[i];
            }
            m = new double[initial.length];
            v = new double[initial.length];
        }

        void update(double[] gradient, double scale) {
            t++;
            for (int i = 0; i < parameter.length; i++) {
                double g = scale * gradient[i];
                m[i] = settings.beta1() * m[i] + (1 - settings.beta1()) * g;
                v[i] = settings.beta2() * v[i] + (1 - settings.beta2()) * g * g;
                parameter[i] *= 1 - RATE * settings.weightDecay();
                // The order of section 2's last paragraph: epsilon is added to the uncorrected root.
                double rate = RATE * Math.sqrt(1 - Math.pow(settings.beta2(), t)) / (1 - Math.pow(settings.beta1(), t));
                parameter[i] -= rate * m[i] / (Math.sqrt(v[i]) + settings.epsilon());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MXNET, 0.9, 0.999, 1e-8, Infinity, 0",
        "PYTORCH, 0.9, 0.999, 1e-8, Infinity, 0",
        "MXNET, 0.5, 0.9, 1e-3, Infinity, 0",
        "PYTORCH, 0.5, 0.9, 1e-3, Infinity, 0",
        "MXNET, 0.9, 0.999, 1e-2, 1.5, 0",
        "PYTORCH, 0.9, 0.999, 1e-2, 1.5, 0",
        "MXNET, 0.9, 0.999, 1e-2, 1.5, 0.5",
        "PYTORCH, 0.9, 0.999, 1e-2, 1.5, 0.5"
    })
    void itFollowsThePaperAfterClippingByTheGlobalNorm(
            EngineName engine, double beta1, double beta2, double epsilon, double clipNorm, double weightDecay) {
        AdamSettings settings = new AdamSettings(beta1, beta2, epsilon, clipNorm, weightDecay);
        try (NDManager manager = manager(engine)) {
            Map<String, NDArray> parameters = parameters(manager);
            Optimizer.Updater adam = settings.bind(parameters, manager);
            Map<String, Reference> references = new LinkedHashMap<>();
            parameters.forEach((path, array) -> references.put(path, new Reference(settings, array.toFloatArray())));
            for (int step = 0; step < 7; step++) {
                double[] first = gradient(6, 2L * step);
                double[] second = gradient(3, 2L * step + 1);
                double norm = Math.sqrt(squares(first) + squares(second));
                double scale = Math.min(1, clipNorm / norm);
                adam.update(Map.of("a", array(manager, first, 2, 3), "b", array(manager, second, 1, 3)), norm, RATE);
                references.get("a").update(first, scale);
                references.get("b").update(second, scale);
            }
            parameters.forEach((path, array) -> assertClose(array.toFloatArray(), references.get(path).parameter));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aParameterWithoutAGradientStaysAsItIsAndItsStepsAreNotCounted(EngineName engine) {
        AdamSettings settings = new AdamSettings(0.9, 0.999, 1e-8, Double.POSITIVE_INFINITY);
        try (NDManager manager = manager(engine)) {
            Map<String, NDArray> parameters = parameters(manager);
            float[] before = parameters.get("b").toFloatArray();
            Optimizer.Updater adam = settings.bind(parameters, manager);
            Reference reference = new Reference(settings, before);
            adam.update(Map.of("a", array(manager, gradient(6, 0), 2, 3)), 1, RATE);
            assertThat(parameters.get("b").toFloatArray()).isEqualTo(before);
            double[] gradient = gradient(3, 1);
            adam.update(Map.of("b", array(manager, gradient, 1, 3)), 1, RATE);
            reference.update(gradient, 1);
            assertClose(parameters.get("b").toFloatArray(), reference.parameter);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theMomentsOfADeadUnitEndAtZeroAndNeverAsSubnormalNumbers(EngineName engine) {
        AdamSettings settings = new AdamSettings(0.9, 0.9, 1e-8, Double.POSITIVE_INFINITY);
        try (NDManager manager = manager(engine)) {
            NDArray parameter = array(manager, new double[] {1, 2}, 1, 2);
            AdamMoments.Parameter adam = new AdamMoments.Parameter(parameter, settings, manager);
            Reference reference = new Reference(settings, parameter.toFloatArray());
            for (int step = 0; step < 2_000; step++) {
                double[] gradient = {step == 0 ? 1 : 0, 0.5};
                try (NDArray array = array(manager, gradient, 1, 2)) {
                    adam.update(array, 1, RATE, settings);
                }
                reference.update(gradient, 1);
                assertThat(adam.moments())
                        .allSatisfy(moment -> assertThat(moment.toFloatArray()[0])
                                .matches(value -> value == 0 || value >= Float.MIN_NORMAL));
            }
            assertThat(adam.moments())
                    .allSatisfy(moment -> assertThat(moment.toFloatArray()[0]).isZero());
            assertThat(adam.moments().head().toFloatArray()[1]).isCloseTo(0.5f, within(1e-6f));
            assertThat((double) parameter.toFloatArray()[0]).isCloseTo(reference.parameter[0], within(2e-6));
        }
    }
}
