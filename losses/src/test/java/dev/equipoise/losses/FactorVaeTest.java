package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import dev.equipoise.losses.FactorVae.Discriminator;
import dev.equipoise.model.CriticNetwork;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.testing.EngineTrial;
import dev.equipoise.testing.LossTermContract;
import dev.equipoise.testing.Sample;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactorVaeTest extends LossTermContract {

    private static final List<Integer> HIDDEN = List.of(5, 4);
    private static final Discriminator CRITIC = new Discriminator(HIDDEN, 1e-3, 0.5, 0.9);

    @Override
    protected LossTerm term() {
        return new FactorVae.Term(35, CRITIC);
    }

    /** The critic written out, from its initial weights. */
    @Override
    protected double[] formula(Sample sample) {
        return Arrays.stream(sample.mean()).mapToDouble(FactorVaeTest::logit).toArray();
    }

    private static double logit(double[] latents) {
        double[] values = latents;
        int[] units = {5, 4, 1};
        for (int layer = 0; layer < units.length; layer++) {
            double limit = Math.sqrt(6.0 / (values.length + units[layer]));
            double[] next = new double[units[layer]];
            for (int out = 0; out < next.length; out++) {
                for (int in = 0; in < values.length; in++) {
                    double draw = CounterRandom.uniform(
                            1, CounterRandom.Stream.CRITIC_WEIGHTS, layer, (long) out * values.length + in);
                    next[out] += (float) (limit * (2 * draw - 1)) * values[in];
                }
                if (layer < units.length - 1) {
                    next[out] = Math.max(next[out], 0.2 * next[out]);
                }
            }
            values = next;
        }
        return values[0];
    }

    @Test
    void itMeasuresTheTotalCorrelationOfEveryExampleInNatsAtThePriceGamma() {
        assertThat(term().measures()).containsExactly(new Measure("totalCorrelation", Grain.EXAMPLE, "nats", 1));
        assertThat(term().weight()).isEqualTo(35);
    }

    @Test
    void everyLatentIsPermutedInAnOrderOfItsOwn() {
        float[] latents = new float[3 * 100];
        for (int i = 0; i < latents.length; i++) {
            latents[i] = i;
        }

        float[] permuted = CRITIC.others(latents, 3, 7, CounterRandom.Stream.CRITIC, 11);

        for (int column = 0; column < 3; column++) {
            assertThat(column(permuted, column)).doesNotContainSequence(column(latents, column));
            assertThat(column(permuted, column)).containsExactlyInAnyOrderElementsOf(column(latents, column));
        }
        assertThat(rows(permuted, 0)).isNotEqualTo(rows(permuted, 1)).isNotEqualTo(rows(permuted, 2));
        assertThat(CRITIC.others(latents, 3, 7, CounterRandom.Stream.CRITIC, 11))
                .isEqualTo(permuted);
        assertThat(CRITIC.others(latents, 3, 7, CounterRandom.Stream.CRITIC, 12))
                .isNotEqualTo(permuted);
        assertThat(CRITIC.others(latents, 3, 7, CounterRandom.Stream.critic(1), 11))
                .isNotEqualTo(permuted);
    }

    @FactorVae
    private static final class Default {}

    @ParameterizedTest(name = "{0} latents, batches of {1}")
    @CsvSource({
        "1, 128, 'the model must have at least 2 latents, got 1: the total correlation of one is 0'",
        "2, 1, 'a batch must have at least 2 examples, got 1: the critic permutes latents across the batch; raise"
                + " experiment.batchSize'"
    })
    void whereNothingCanBePermutedItIsRefused(int latents, int batchSize, String problem) {
        FactorVae annotation = Objects.requireNonNull(Default.class.getAnnotation(FactorVae.class));
        assertThatThrownBy(() -> new FactorVae.Factory().create(annotation, facts(latents, batchSize)))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage(problem);
        assertThat(new FactorVae.Factory().create(annotation, facts(2, 2))).isInstanceOf(FactorVae.Term.class);
    }

    /** It would teach the critic that a datum is its own opposite. */
    @ParameterizedTest(name = "{0} examples in batches of {1}")
    @CsvSource({"33, 32, 31", "101, 50, 49", "3, 2, 3", "257, 128, 127", "25, 6, 5", "7, 3, 7"})
    void aLastBatchOfOneExampleIsRefusedWithABatchSizeThatLeavesNone(int examples, int batchSize, int advised) {
        FactorVae annotation = Objects.requireNonNull(Default.class.getAnnotation(FactorVae.class));
        assertThatThrownBy(() -> new FactorVae.Factory().create(annotation, facts(2, batchSize, examples)))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("the last batch of an epoch must have at least 2 examples, got 1 of " + examples
                        + " in batches of " + batchSize
                        + ": the critic permutes latents across the batch; set experiment.batchSize=" + advised);
        assertThat(new FactorVae.Factory().create(annotation, facts(2, advised, examples)))
                .isInstanceOf(FactorVae.Term.class);
    }

    private static Facts facts(int latents, int batchSize) {
        return facts(latents, batchSize, 100);
    }

    private static Facts facts(int latents, int batchSize, int examples) {
        DataFacts data = new DataFacts(examples, 10, List.of(1, 28, 28), Optional.empty());
        return new Facts(Optional.of(data), batchSize, 1, 0).withLatents(latents);
    }

    private static List<Float> column(float[] values, int column) {
        return java.util.stream.IntStream.range(0, values.length / 3)
                .mapToObj(row -> values[3 * row + column])
                .toList();
    }

    /** The rows that the values of a column come from. */
    private static List<Integer> rows(float[] values, int column) {
        return column(values, column).stream().map(value -> (int) (value / 3)).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void theCriticLosesTheMeanCrossEntropyAndNeverOverflows(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            assertThat(loss(trial, new double[] {0, 0}, new double[] {0, 0})).isCloseTo(Math.log(2), within(1e-12));
            assertThat(loss(trial, new double[] {1, -2}, new double[] {0.5, 3}))
                    .isCloseTo((softplus(-1) + softplus(2) + softplus(0.5) + softplus(3)) / 4, within(1e-12));
            assertThat(loss(trial, new double[] {-2000, 0}, new double[] {-2000, 2000}))
                    .isCloseTo((4000 + Math.log(2)) / 4, within(1e-9));
        }
    }

    private static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }

    private static double loss(EngineTrial trial, double[] ofBatch, double[] ofOthers) {
        return trial.doubles(CRITIC.loss(column(trial, ofBatch), column(trial, ofOthers), trial.constants()))[0];
    }

    private static NDArray column(EngineTrial trial, double[] values) {
        return trial.array(
                Arrays.stream(values).mapToObj(value -> new double[] {value}).toArray(double[][]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void theCriticsOwnGradientAgreesWithCentralDifferences(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            NDArray latents = trial.array(Sample.random(5).mean());
            NDArray others = trial.array(Sample.random(6).mean());
            CriticNetwork critic = trial.critic(term(), 2);
            try (GradientCollector collector = latents.getManager().getEngine().newGradientCollector()) {
                collector.backward(loss(trial, critic, latents, others));
            }
            assertThat(critic.parameters()).hasSize(6);
            for (Map.Entry<String, NDArray> parameter : critic.parameters().entrySet()) {
                NDArray array = parameter.getValue();
                double[] gradient = trial.doubles(array.getGradient());
                double[] values = array.toDoubleArray();
                for (int i = 0; i < values.length; i++) {
                    double above = lossAt(trial, critic, latents, others, array, values, i, 1e-5);
                    double below = lossAt(trial, critic, latents, others, array, values, i, -1e-5);
                    assertThat(gradient[i])
                            .as("%s[%d]", parameter.getKey(), i)
                            .isCloseTo((above - below) / 2e-5, within(1e-7));
                }
            }
        }
    }

    private static NDArray loss(EngineTrial trial, CriticNetwork critic, NDArray latents, NDArray others) {
        return CRITIC.loss(
                critic.logits(latents, trial.constants()), critic.logits(others, trial.constants()), trial.constants());
    }

    private static double lossAt(
            EngineTrial trial,
            CriticNetwork critic,
            NDArray latents,
            NDArray others,
            NDArray array,
            double[] values,
            int i,
            double step) {
        double[] moved = values.clone();
        moved[i] += step;
        array.set(DoubleBuffer.wrap(moved));
        double loss = trial.doubles(loss(trial, critic, latents, others))[0];
        array.set(DoubleBuffer.wrap(values));
        return loss;
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void aBatchWithoutCriticsSaysSo(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT32)) {
            Sample sample = Sample.random(1);
            Batch without = new Batch(trial.array(sample.data()), Map.of(), trial.constants());
            assertThatThrownBy(() -> term().measure(without, trial.output(sample)))
                    .hasMessageStartingWith("the batch must come from a run to have the critic of Term[gamma=35.0");
        }
    }
}
