package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.inject.Provides;
import dev.equipoise.app.RunsHere;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.Conditional;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.GaussianData;
import dev.equipoise.data.Split;
import dev.equipoise.data.preprocessing.Unchanged;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.Snapshot;
import dev.equipoise.losses.TableNll;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.Layer;
import dev.equipoise.model.MlpVae;
import dev.equipoise.model.Posterior;
import dev.equipoise.model.Procedure;
import dev.equipoise.objective.Prior;
import dev.equipoise.optimizer.Optimizer;
import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import dev.equipoise.plan.Attribute;
import dev.equipoise.plan.PartType;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.StoppingRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each part that is discovered and has a state, in each of its kinds, goes on where it was after a resume. */
class EveryStateResumesTest {

    private static final RunsHere NOWHERE = new RunsHere(EngineName.PYTORCH, Path.of("nowhere"));

    @TempDir
    Path runs;

    @Experiment(name = "stateful", epochs = 3, batchSize = 16, seed = 21)
    @GaussianData(
            eigenvalues = {0.4, 0.2, 0.1},
            examples = 150)
    @MlpVae(
            hidden = {8},
            latent = 3)
    static final class Stateful {}

    /** A part's key, and values of its attributes where it needs some: {@code klTarget klTarget.nats=2}. */
    static Stream<String> strategies() {
        return parts(BalancingStrategy.class)
                .filter(part -> plan(needed(part))
                                .part(BalancingStrategy.class)
                                .initial()
                                .getClass()
                                .getRecordComponents()
                                .length
                        > 0)
                .flatMap(EveryStateResumesTest::kinds);
    }

    static Stream<String> rates() {
        return parts(LearningRate.class)
                .filter(part -> !(plan(needed(part)).part(LearningRate.class) instanceof ScheduledRate))
                .flatMap(EveryStateResumesTest::kinds);
    }

    static Stream<String> optimizers() {
        return Stream.concat(
                parts(Optimizer.class).flatMap(EveryStateResumesTest::kinds),
                Stream.of("sgd sgd.momentum=0", "sgd sgd.nesterov=true"));
    }

    /** Data that each epoch draws anew, or that are divided. */
    static Stream<String> randomData() {
        return Stream.of(
                "noise noise.deviation=0.1", "dequantize dequantize.step=0.1", "testSplit testSplit.share=0.2");
    }

    /** Priors that learn, and posteriors, of which one has running statistics. */
    static Stream<String> latents() {
        return Stream.concat(parts(Prior.class), parts(Posterior.class)).flatMap(EveryStateResumesTest::kinds);
    }

    /** Procedures, and readings with a state. */
    static List<String> procedures() {
        return List.of(
                "jointUpdate",
                "aggressiveEncoder aggressiveEncoder.mostInnerSteps=7 aggressiveEncoder.window=2"
                        + " aggressiveEncoder.patience=1",
                "pretrainAutoencoder pretrainAutoencoder.epochs=1",
                "frontierReadings",
                "frontierReadings frontierReadings.every=4");
    }

    @Test
    void everyProcedureIsAmongThem() {
        assertThat(procedures())
                .extracting(part -> part.split(" ")[0])
                .containsAll(parts(Procedure.class).map(PartType::key).toList());
    }

    static Stream<String> rules() {
        return parts(StoppingRule.class).flatMap(EveryStateResumesTest::kinds);
    }

    private static Stream<PartType> parts(Class<?> role) {
        return NOWHERE.parts(role).stream()
                .filter(part -> !part.annotation()
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath()
                        .matches(".*/(test-classes/|[^/]*-tests\\.jar)"))
                // Tables of steps, which no rule can fill in, are those of schedules: they have no state.
                .filter(part -> part.attributes().stream()
                        .noneMatch(attribute -> attribute.type().isArray()
                                && attribute.defaultValue().isEmpty()));
    }

    private static String needed(PartType part) {
        // A step or epoch beyond the end of these runs, or a few nats, or minutes.
        return part.attributes().stream()
                .filter(attribute -> attribute.defaultValue().isEmpty())
                .map(attribute -> setting(part, attribute, attribute.type() == double.class ? 2 : 40))
                .collect(Collectors.joining("", part.key(), ""));
    }

    private static Stream<String> kinds(PartType part) {
        List<Attribute> kinds = part.attributes().stream()
                .filter(attribute -> attribute.type().isEnum())
                .toList();
        return kinds.isEmpty()
                ? Stream.of(needed(part))
                : kinds.stream()
                        .flatMap(kind -> Arrays.stream(kind.type().getEnumConstants())
                                .map(constant -> needed(part) + setting(part, kind, constant)));
    }

    private static String setting(PartType part, Attribute attribute, Object value) {
        return " " + part.key() + "." + attribute.name() + "=" + value;
    }

    private static ExperimentPlan plan(String part) {
        return plan(Stateful.class, part);
    }

    private static ExperimentPlan plan(Class<?> experiment, String part) {
        List<String> words = List.of(part.split(" "));
        return NOWHERE.plan(
                experiment, words.subList(0, 1), words.subList(1, words.size()).toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void aStrategyGoesOnWhereItWasAndWouldEndElsewhereIfItHadForgotten(String part) throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        ExperimentPlan plan = plan(part);
        Path uninterrupted = here.run(plan).directory();

        Path interrupted = interrupted(here, plan);
        Path forgetful = interrupted(here, plan);
        forget(forgetful);
        here.resume(plan, interrupted);
        here.resume(plan, forgetful);

        Remains.areEqual(interrupted, uninterrupted);
        assertThat(Remains.of(forgetful).get("state.json"))
                .isNotEqualTo(Remains.of(uninterrupted).get("state.json"));
    }

    @ParameterizedTest
    @MethodSource({"rates", "rules", "optimizers", "randomData", "procedures", "latents"})
    void whateverElseHasAStateGoesOnWhereItWas(String part) throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        ExperimentPlan plan = plan(part);
        Path interrupted = interrupted(here, plan);
        here.resume(plan, interrupted);

        Remains.areEqual(interrupted, here.run(plan).directory());
    }

    /** Small images of sides that no stride divides. */
    @Experiment(name = "pictures", epochs = 3, batchSize = 16, seed = 21)
    static final class Pictures {

        private record Images() implements DataSource {

            @Override
            public DataFacts facts() {
                return new DataFacts(150, 20, List.of(2, 7, 6), Optional.empty());
            }

            @Override
            public Dataset load() {
                return new Dataset(images(150, 0), images(20, 1));
            }

            private static Split images(int count, long step) {
                float[] values = new float[count * 84];
                CounterRandom.gaussian(values, 1, CounterRandom.Stream.DATA, step);
                return new Split(values, 84, new int[0]);
            }
        }

        @Provides
        static DataSource images() {
            return new Images();
        }
    }

    /** A number and a count that are learned, and a category that is given. */
    @Experiment(name = "table-of-counts", epochs = 3, batchSize = 16, seed = 21)
    @Unchanged
    @TableNll
    @Conditional(on = "kind")
    @MlpVae(
            hidden = {8},
            latent = 2)
    static final class TableOfCounts {

        private record Table() implements DataSource {

            @Override
            public DataFacts facts() {
                return new DataFacts(150, 20, List.of(4), Optional.empty())
                        .withColumns(List.of(
                                new Column("age", List.of()),
                                new Column("calls", List.of(), false, 1, 1, OptionalDouble.of(0.3)),
                                new Column("kind", List.of("cat", "dog"))));
            }

            @Override
            public Dataset load() {
                return new Dataset(rows(150, 0), rows(20, 1));
            }

            private static Split rows(int count, long step) {
                float[] values = new float[4 * count];
                CounterRandom.gaussian(values, 1, CounterRandom.Stream.DATA, step);
                for (int at = 0; at < values.length; at += 4) {
                    values[at + 1] = Math.round(Math.exp(values[at + 1]));
                    values[at + 2] = values[at + 2] > 0 ? 1 : 0;
                    values[at + 3] = 1 - values[at + 2];
                }
                return new Split(values, 4, new int[0]);
            }
        }

        @Provides
        static DataSource table() {
            return new Table();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConditionalModelGoesOnWithWhatItsLikelihoodLearnedAndWouldEndElsewhereIfItHadForgotten(EngineName engine)
            throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        ExperimentPlan plan = here.plan(TableOfCounts.class);
        Path uninterrupted = here.run(plan).directory();

        Path interrupted = interrupted(here, plan);
        Path forgetful = interrupted(here, plan);
        Remains.rewriteNewest(forgetful, EveryStateResumesTest::withoutWhatIsLearned);
        here.resume(plan, interrupted);
        here.resume(plan, forgetful);

        Remains.areEqual(interrupted, uninterrupted);
        assertThat(Remains.of(forgetful).get("params.bin"))
                .isNotEqualTo(Remains.of(uninterrupted).get("params.bin"));
    }

    private static Snapshot withoutWhatIsLearned(Snapshot snapshot) {
        Map<String, Tensor> parameters = new LinkedHashMap<>(snapshot.parameters());
        assertThat(parameters).containsKeys("decoder.likelihood.logVariance", "decoder.likelihood.logDispersion");
        parameters.replaceAll((path, tensor) ->
                path.contains("likelihood") ? new Tensor(tensor.shape(), new float[tensor.values().length]) : tensor);
        return new Snapshot(parameters, snapshot.optimizer(), snapshot.critics(), snapshot.state());
    }

    static List<String> architectures() {
        return List.of(
                "linearVae",
                "gatedDenseVae gatedDenseVae.hidden=8",
                "mlpVae mlpVae.hidden=8 mlpVae.normalization=LAYER mlpVae.skip=true",
                "convVae convVae.filters=4,4 convVae.kernels=3 convVae.hidden=8 convVae.normalization=BATCH"
                        + " convVae.dropout=0.2 convVae.skip=true",
                "resNetVae resNetVae.channels=4,4 resNetVae.normalization=BATCH");
    }

    @Test
    void everyArchitectureIsAmongThem() {
        assertThat(architectures())
                .extracting(part -> part.split(" ")[0])
                .containsAll(parts(Architecture.class).map(PartType::key).toList());
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void anArchitectureGoesOnWhereItWas(String part) throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        ExperimentPlan plan = plan(Pictures.class, part);
        Path interrupted = interrupted(here, plan);
        here.resume(plan, interrupted);

        Remains.areEqual(interrupted, here.run(plan).directory());
    }

    /** Running statistics are saved, and the masks of a step are drawn from the seed and the step. */
    @ParameterizedTest
    @EnumSource
    void aModelGoesOnWithItsRunningStatisticsAndMasksAndWouldEndElsewhereIfItHadForgotten(EngineName engine)
            throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        ExperimentPlan plan = plan("mlpVae mlpVae.hidden=8 mlpVae.normalization=BATCH mlpVae.dropout=0.3");
        Path uninterrupted = here.run(plan).directory();

        Path interrupted = interrupted(here, plan);
        Path forgetful = interrupted(here, plan);
        Remains.rewriteNewest(forgetful, EveryStateResumesTest::withoutStatistics);
        here.resume(plan, interrupted);
        here.resume(plan, forgetful);

        Remains.areEqual(interrupted, uninterrupted);
        assertThat(Remains.of(forgetful).get("params.bin"))
                .isNotEqualTo(Remains.of(uninterrupted).get("params.bin"));
    }

    /** Its encoder is a block of DJL's, with statistics of DJL's. */
    @Experiment(name = "of-a-block", epochs = 3, batchSize = 16, seed = 21)
    @GaussianData(
            eigenvalues = {0.4, 0.2, 0.1},
            examples = 150)
    static final class OfABlock {

        private static Block block() {
            return new SequentialBlock()
                    .add(Linear.builder().setUnits(8).build())
                    .add(BatchNorm.builder().build())
                    .add(Activation.tanhBlock());
        }

        @Provides
        static Architecture architecture() {
            return new MlpVae.Mlp(List.of(8), 3, dev.equipoise.model.Activation.TANH)
                    .withEncoder(List.of(Layer.of("encoder of DJL", OfABlock::block, List.of(8), 3 * 8 + 8 + 16)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBlockOfDjlGoesOnWhereItWas(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        ExperimentPlan plan = here.plan(OfABlock.class);
        Path uninterrupted = here.run(plan).directory();

        Path interrupted = interrupted(here, plan);
        Path forgetful = interrupted(here, plan);
        Remains.rewriteNewest(forgetful, EveryStateResumesTest::withoutStatistics);
        here.resume(plan, interrupted);
        here.resume(plan, forgetful);

        Remains.areEqual(interrupted, uninterrupted);
        assertThat(Remains.of(forgetful).get("params.bin"))
                .isNotEqualTo(Remains.of(uninterrupted).get("params.bin"));
    }

    @ParameterizedTest
    @EnumSource
    void anAverageOfTheWeightsGoesOnWhereItWasAndWouldEndElsewhereIfItHadForgotten(EngineName engine)
            throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        ExperimentPlan plan = plan("exponentialMovingAverage");
        Path uninterrupted = here.run(plan).directory();

        Path interrupted = interrupted(here, plan);
        Path forgetful = interrupted(here, plan);
        Remains.rewriteNewest(forgetful, EveryStateResumesTest::withThePlainWeightsForTheirAverage);
        here.resume(plan, interrupted);
        here.resume(plan, forgetful);

        Remains.areEqual(interrupted, uninterrupted);
        assertThat(Remains.of(forgetful).get("optim.bin"))
                .isEqualTo(Remains.of(uninterrupted).get("optim.bin"));
        assertThat(Remains.of(forgetful).get("params.bin"))
                .isNotEqualTo(Remains.of(uninterrupted).get("params.bin"));
    }

    private static Snapshot withThePlainWeightsForTheirAverage(Snapshot snapshot) {
        Map<String, Tensor> parameters = new LinkedHashMap<>(snapshot.parameters());
        parameters.replaceAll((path, tensor) -> parameters.getOrDefault(path.replace("average/", ""), tensor));
        assertThat(parameters).isNotEqualTo(snapshot.parameters());
        return new Snapshot(parameters, snapshot.optimizer(), snapshot.critics(), snapshot.state());
    }

    private static Snapshot withoutStatistics(Snapshot snapshot) {
        Map<String, Tensor> parameters = new LinkedHashMap<>(snapshot.parameters());
        assertThat(parameters.entrySet())
                .filteredOn(entry -> entry.getKey().contains("running"))
                .isNotEmpty()
                .allSatisfy(entry ->
                        assertThat(entry.getValue().values()).as(entry.getKey()).doesNotContain(0, 1));
        parameters.replaceAll((path, tensor) ->
                path.contains("running") ? new Tensor(tensor.shape(), new float[tensor.values().length]) : tensor);
        return new Snapshot(parameters, snapshot.optimizer(), snapshot.critics(), snapshot.state());
    }

    private static Path interrupted(RunsHere here, ExperimentPlan plan) {
        return here.run(plan, stop -> new StopAfter(13, stop)).directory();
    }

    /** Puts the strategy's state back to that of the beginning. */
    private static void forget(Path run) throws IOException {
        JsonNode first = JsonMapper.builder()
                .build()
                .readTree(run.resolve("checkpoints/step-0000000000/state.json").toFile());
        Remains.rewriteNewest(run, snapshot -> {
            ObjectNode state = snapshot.state().deepCopy();
            state.set("strategy", first.get("strategy"));
            return new Snapshot(snapshot.parameters(), snapshot.optimizer(), snapshot.critics(), state);
        });
    }
}
