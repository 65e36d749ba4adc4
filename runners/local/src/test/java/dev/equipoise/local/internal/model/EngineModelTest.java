package dev.equipoise.local.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.engine.Engines;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.DiagonalGaussian;
import dev.equipoise.model.LinearVae;
import dev.equipoise.model.Posterior;
import dev.equipoise.model.Vae;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.ModelView.Encoded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineModelTest {

    private static final int ELEMENTS = 3;
    private static final int LATENTS = 2;
    private static final int MANY = 1100;
    private static final Offset<Float> WITHIN = Offset.offset(1e-5f);

    private NDManager manager;

    private EngineModel model(EngineName engine) {
        Engines.start(engine);
        Engines.prepareThread(engine);
        Engines.useThreads(engine, 1);
        manager = NDManager.newBaseManager(Device.cpu(), engine.djlName());
        DataFacts data = new DataFacts(8, 8, List.of(ELEMENTS), Optional.empty());
        ExperimentPlan plan = new ExperimentPlan(
                EngineModelTest.class,
                "by-hand",
                Map.of(),
                List.of(
                        part(BalancingStrategy.class, (OpenLoop) step -> Prices.beta(1)),
                        part(Architecture.class, new LinearVae.Linear(LATENTS)),
                        part(Posterior.class, new DiagonalGaussian.Clamped(20)),
                        part(Reconstruction.class, new Learning())),
                new Facts(Optional.of(data), 4, 1, 7),
                List.of());
        return EngineModel.of(plan, engine, manager);
    }

    /** A term that learns two numbers with the decoder. */
    private record Learning() implements Reconstruction {

        @Override
        public Map<String, List<Double>> learned() {
            return Map.of("scale", List.of(0.5, -2.0));
        }

        @Override
        public List<Measure> measures() {
            return List.of();
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            return List.of();
        }

        @Override
        public NDArray prediction(NDArray decoded, Constants constants) {
            return decoded;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheTermLearnsIsTrainedWithTheDecoder(EngineName engine) {
        EngineModel model = model(engine);

        assertThat(model.vae().learned().get("scale").toFloatArray()).containsExactly(0.5f, -2);
        assertThat(model.vae().saved()).containsKey("decoder.likelihood.scale");
        assertThat(Vae.Network.owning("decoder.likelihood.scale")).isEqualTo(Vae.Network.DECODER);
    }

    private static ExperimentPlan.PlannedPart part(Class<?> role, Object part) {
        return new ExperimentPlan.PlannedPart("part", role, "test", Map.of(), part);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static float[] normal(int rows, int columns) {
        float[] values = new float[rows * columns];
        CounterRandom.gaussian(values, 3, 1, 0);
        return values;
    }

    @ParameterizedTest
    @EnumSource
    void noArrayOutlivesItsScopeButTheConstants(EngineName engine) {
        EngineModel model = model(engine);
        List<NDArray> made = new ArrayList<>();
        NDArray constant = model.within(scope -> {
            NDArray rows = scope.rows(new float[] {1, 2, 3}, ELEMENTS);
            made.add(rows);
            made.add(scope.constants().moving(2));
            made.addAll(model.vae().encode(rows, Map.of(), scope.constants()));
            return scope.constants().fixed(0.5);
        });

        assertThat(made).hasSize(4).allMatch(NDArray::isReleased);
        assertThat(constant.toFloatArray()).containsExactly(0.5f);
    }

    @ParameterizedTest
    @EnumSource
    void aScopeEndsByAFailureToo(EngineName engine) {
        EngineModel model = model(engine);
        NDList made = new NDList();

        assertThatIllegalStateException()
                .isThrownBy(() -> model.within(scope -> {
                    made.add(scope.rows(new float[] {1, 2, 3}, ELEMENTS));
                    throw new IllegalStateException("on purpose");
                }));
        assertThat(made.get(0).isReleased()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void manyRowsAreThoseOfEachAlone(EngineName engine) {
        EngineModel model = model(engine);
        float[] data = normal(MANY, ELEMENTS);
        Encoded all = model.encode(data);
        float[] decoded = model.decode(all.means(), (prediction, constants) -> prediction);

        assertThat(all.means()).hasSize(MANY * LATENTS);
        assertThat(decoded).hasSize(MANY * ELEMENTS);
        for (int row : new int[] {0, 511, 512, 1023, 1024, MANY - 1}) {
            Encoded one = model.encode(Arrays.copyOfRange(data, row * ELEMENTS, (row + 1) * ELEMENTS));
            assertThat(of(row, LATENTS, all.means())).containsExactly(one.means(), WITHIN);
            assertThat(of(row, LATENTS, all.logVariances())).containsExactly(one.logVariances(), WITHIN);
            assertThat(of(row, ELEMENTS, decoded))
                    .containsExactly(model.decode(one.means(), (prediction, constants) -> prediction), WITHIN);
        }
    }

    private static float[] of(int row, int columns, float[] values) {
        return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }

    @ParameterizedTest
    @EnumSource
    void whatFillsNoRowsIsRefused(EngineName engine) {
        EngineModel model = model(engine);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.encode(new float[4]))
                .withMessage("values must fill rows of 3, got 4 values");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.decode(new float[3], (prediction, constants) -> prediction))
                .withMessage("values must fill rows of 2, got 3 values");
    }

    @ParameterizedTest
    @EnumSource
    void theGradientsAreThoseOfTheNetworksThatAreAskedFor(EngineName engine) {
        EngineModel model = model(engine);
        model.vae().attachGradients();

        assertThat(model.parameters()).isEqualTo(4 * (3 + 1) + 3 * (2 + 1) + 2);
        assertThat(model.gradients(Set.of(Vae.Network.DECODER)).keySet())
                .isNotEmpty()
                .allMatch(path -> path.startsWith("decoder."));
    }

    @ParameterizedTest
    @EnumSource
    void someRowsAreThoseFromTheFirstToTheLast(EngineName engine) {
        model(engine).within(scope -> {
            NDArray some = scope.rows(new float[] {1, 2, 3, 4, 5, 6}, 2, 1, 3);
            assertThat(some.getShape()).isEqualTo(new Shape(2, 2));
            assertThat(some.toFloatArray()).containsExactly(3, 4, 5, 6);
            return true;
        });
    }
}
