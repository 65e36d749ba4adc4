package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.equipoise.engine.Engines;
import dev.equipoise.model.Activate;
import dev.equipoise.model.Activation;
import dev.equipoise.run.EngineName;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each nonlinearity on each engine beside values of its formula, to the rounding of float32. */
class ActivationTest {

    private static final float[] X = {-5, -1, -0.25f, 0, 0.5f, 2};

    /** By Python's math module, in double precision. */
    private static double[] expected(Activation activation) {
        return switch (activation) {
            case RELU -> new double[] {0, 0, 0, 0, 0.5, 2};
            case LEAKY_RELU -> new double[] {-0.05, -0.01, -0.0025, 0, 0.5, 2};
            case ELU -> new double[] {-0.9932620530009145, -0.6321205588285577, -0.22119921692859512, 0, 0.5, 2};
            case GELU ->
                new double[] {
                    -1.4332578593401202e-06,
                    -0.15865525393145707,
                    -0.10032341857926907,
                    0,
                    0.34573123063700656,
                    1.9544997361036416
                };
            case SILU ->
                new double[] {
                    -0.03346425462142428,
                    -0.2689414213699951,
                    -0.1094558747785505,
                    0,
                    0.3112296656009273,
                    1.7615941559557646
                };
            case SOFTPLUS ->
                new double[] {
                    0.006715348489118068,
                    0.3132616875182228,
                    0.5759394198788436,
                    0.6931471805599453,
                    0.9740769841801067,
                    2.1269280110429727
                };
            case IDENTITY -> new double[] {-5, -1, -0.25, 0, 0.5, 2};
            case TANH ->
                new double[] {
                    -0.9999092042625951,
                    -0.7615941559557649,
                    -0.24491866240370913,
                    0,
                    0.46211715726000973,
                    0.9640275800758169
                };
        };
    }

    @ParameterizedTest
    @EnumSource
    void bothEnginesGiveTheValuesOfTheFormula(Activation activation) {
        for (EngineName engine : EngineName.values()) {
            Engines.start(engine);
            Engines.prepareThread(engine);
            try (NDManager manager = NDManager.newBaseManager(Device.cpu(), engine.djlName())) {
                NDArray values = new Activate(activation)
                        .block(List.of(X.length))
                        .forward(
                                new ParameterStore(manager, false),
                                new NDList(manager.create(X, new Shape(1, X.length))),
                                false)
                        .singletonOrThrow();
                float[] found = values.toFloatArray();
                double[] expected = expected(activation);
                for (int i = 0; i < X.length; i++) {
                    assertThat((double) found[i])
                            .as("%s of %s on %s", activation, X[i], engine)
                            .isCloseTo(expected[i], within(1e-6 * Math.max(0.3, Math.abs(expected[i]))));
                }
            }
        }
    }
}
