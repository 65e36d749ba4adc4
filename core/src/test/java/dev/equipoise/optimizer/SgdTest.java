package dev.equipoise.optimizer;

import static dev.equipoise.optimizer.Gradients.array;
import static dev.equipoise.optimizer.Gradients.assertClose;
import static dev.equipoise.optimizer.Gradients.gradient;
import static dev.equipoise.optimizer.Gradients.manager;
import static dev.equipoise.optimizer.Gradients.parameters;
import static dev.equipoise.optimizer.Gradients.squares;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.IncompatibleResumeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradient descent on both engines beside PyTorch's formulas, written out in double precision. */
class SgdTest {

    private static final double RATE = 0.01;

    @Sgd(momentum = 0, nesterov = true)
    private static final class Contradictory {}

    /** The formulas for one parameter. */
    private static final class Reference {

        private final Sgd.Settings settings;
        private final double[] parameter;
        private final double[] velocity;

        Reference(Sgd.Settings settings, float[] initial) {
            this.settings = settings;
            parameter = new double[initial.length];
            velocity = new double[initial.length];
            for (int i = 0; i < initial.length; i++) {
                parameter[i] = initial[i];
            }
        }

        void update(double[] gradient, double scale) {
            for (int i = 0; i < parameter.length; i++) {
                double g = scale * gradient[i];
                velocity[i] = settings.momentum() * velocity[i] + g;
                parameter[i] -= RATE * (settings.nesterov() ? g + settings.momentum() * velocity[i] : velocity[i]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MXNET, 0, false, Infinity",
        "PYTORCH, 0, false, Infinity",
        "MXNET, 0.9, false, Infinity",
        "PYTORCH, 0.9, false, Infinity",
        "MXNET, 0.9, true, 1.5",
        "PYTORCH, 0.9, true, 1.5"
    })
    void itFollowsTheFormulasAfterClippingByTheGlobalNorm(
            EngineName engine, double momentum, boolean nesterov, double clipNorm) {
        Sgd.Settings settings = new Sgd.Settings(momentum, nesterov, clipNorm);
        try (NDManager manager = manager(engine)) {
            Map<String, NDArray> parameters = parameters(manager);
            Optimizer.Updater sgd = settings.bind(parameters, manager);
            Map<String, Reference> references = new LinkedHashMap<>();
            parameters.forEach((path, array) -> references.put(path, new Reference(settings, array.toFloatArray())));
            for (int step = 0; step < 7; step++) {
                double[] first = gradient(6, 2L * step);
                double[] second = gradient(3, 2L * step + 1);
                double norm = Math.sqrt(squares(first) + squares(second));
                double scale = Math.min(1, clipNorm / norm);
                sgd.update(Map.of("a", array(manager, first, 2, 3), "b", array(manager, second, 1, 3)), norm, RATE);
                references.get("a").update(first, scale);
                references.get("b").update(second, scale);
            }
            parameters.forEach((path, array) -> assertClose(array.toFloatArray(), references.get(path).parameter));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aParameterWithoutAGradientStaysAsItIs(EngineName engine) {
        try (NDManager manager = manager(engine)) {
            Map<String, NDArray> parameters = parameters(manager);
            float[] before = parameters.get("b").toFloatArray();
            Optimizer.Updater sgd = new Sgd.Settings(0.9, false, Double.POSITIVE_INFINITY).bind(parameters, manager);

            sgd.update(Map.of("a", array(manager, gradient(6, 0), 2, 3)), 1, RATE);

            assertThat(parameters.get("b").toFloatArray()).isEqualTo(before);
            assertThat(sgd.state().numbers()).containsEntry("a", 1.0).containsEntry("b", 0.0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theVelocityOfADeadUnitEndsAtZeroAndNeverAsASubnormalNumber(EngineName engine) {
        try (NDManager manager = manager(engine)) {
            Map<String, NDArray> parameters = Map.of("a", array(manager, new double[] {1, 2}, 1, 2));
            Optimizer.Updater sgd = new Sgd.Settings(0.9, false, Double.POSITIVE_INFINITY).bind(parameters, manager);
            for (int step = 0; step < 2_000; step++) {
                try (NDArray gradient = array(manager, new double[] {step == 0 ? 1 : 0, 0.5}, 1, 2)) {
                    sgd.update(Map.of("a", gradient), 1, RATE);
                }
                assertThat(velocity(sgd)[0]).matches(value -> value == 0 || value >= Float.MIN_NORMAL);
            }
            assertThat(velocity(sgd)[0]).isZero();
            assertThat(velocity(sgd)[1]).isBetween(4.999f, 5.001f);
        }
    }

    private static float[] velocity(Optimizer.Updater sgd) {
        return sgd.state().arrays().get("velocity/a").values();
    }

    @Test
    void aStateOfOtherParametersIsRefused() {
        try (NDManager manager = manager(EngineName.PYTORCH)) {
            Sgd.Settings settings = new Sgd.Settings(0.9, false, Double.POSITIVE_INFINITY);
            Optimizer.State other = settings.bind(Map.of("c", array(manager, new double[] {1}, 1, 1)), manager)
                    .state();

            assertThatThrownBy(() -> settings.bind(parameters(manager), manager).restore(other))
                    .isInstanceOf(IncompatibleResumeException.class)
                    .hasMessageContaining("count of updates");
        }
    }

    @Test
    void nesterovNeedsMomentum() {
        assertThatThrownBy(() -> new Sgd.Factory()
                        .create(Contradictory.class.getAnnotation(Sgd.class), new Facts(Optional.empty(), 256, 10, 7)))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContaining("nesterov must be false without momentum, got true");
    }
}
