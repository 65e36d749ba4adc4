package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.app.internal.plan.PlanDescription;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.GaussianData;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.LinearVae;
import dev.equipoise.objective.Divergence;
import dev.equipoise.plan.DataWarnings;
import dev.equipoise.plan.InvalidExperimentException;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.SplitEvaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plan and a run say if the divergence is not the exact KL. */
class OtherDivergencesTest {

    private static final RunsHere NOWHERE = new RunsHere(EngineName.PYTORCH, Path.of("nowhere"));

    private static final List<String> ESTIMATES = List.of(
            "monteCarloKl monteCarloKl.kind=K1",
            "monteCarloKl monteCarloKl.kind=K3",
            "monteCarloKl monteCarloKl.kind=STICKING_THE_LANDING");

    private static final List<String> REPLACEMENTS = List.of(
            "reverseKl",
            "renyiDivergence",
            "geometricJensenShannon",
            "squaredWasserstein",
            "monteCarloKl monteCarloKl.kind=K2");

    private static final List<String> IN_NATS = List.of(
            "klTarget klTarget.nats=2",
            "dynamicKlTarget dynamicKlTarget.nats=2",
            "dualGradient dualGradient.nats=2",
            "softFreeBits softFreeBits.nats=2",
            "capacity capacity.nats=2",
            "uncertaintyWeights",
            "freeBits freeBits.nats=1");

    @Experiment(name = "other-divergence", epochs = 2, batchSize = 64, seed = 3)
    @GaussianData(examples = 256)
    @LinearVae(latent = 2)
    static final class Small {}

    private static ExperimentPlan plan(String... parts) {
        List<String> words =
                Stream.of(parts).flatMap(part -> Arrays.stream(part.split(" "))).toList();
        return NOWHERE.plan(
                Small.class,
                words.stream().filter(word -> !word.contains("=")).toList(),
                words.stream().filter(word -> word.contains("=")).toArray(String[]::new));
    }

    static Stream<Arguments> withoutMeaning() {
        return REPLACEMENTS.stream().flatMap(term -> IN_NATS.stream().map(goal -> Arguments.of(term, goal)));
    }

    @ParameterizedTest
    @MethodSource("withoutMeaning")
    void whatIsStatedInNatsOfKlIsRefusedBesideAnotherDivergence(String divergence, String goal) {
        assertThatThrownBy(() -> plan(divergence, goal))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining(goal.split(" ")[0])
                .hasMessageContaining("must be used with a divergence whose mean is KL, got '"
                        + divergence.split(" ")[0] + "'")
                .hasMessageContaining("its values are no nats of KL");
    }

    static Stream<Arguments> meaningful() {
        return Stream.concat(
                ESTIMATES.stream().flatMap(term -> IN_NATS.stream().map(goal -> Arguments.of(term, goal))),
                REPLACEMENTS.stream()
                        .flatMap(term -> Stream.of("cyclicalAnnealing", "geco geco.squaredError=2", "sigmaVae")
                                .map(goal -> Arguments.of(term, goal))));
    }

    @ParameterizedTest
    @MethodSource("meaningful")
    void estimatesOfKlTakeGoalsInNatsAndEveryDivergenceTheOthers(String divergence, String goal) {
        assertThat(plan(divergence, goal)
                        .part(Divergence.class)
                        .measures()
                        .get(0)
                        .name())
                .isEqualTo(divergence.split(" ")[0]);
    }

    @Test
    void partsOfKlAtPricesOf1AreAnEstimateOfKlAndAtOthersAreNot() {
        String equal = "betaTcVae betaTcVae.beta=1";
        assertThat(plan(equal, "klTarget klTarget.nats=2")
                        .part(Divergence.class)
                        .kl())
                .isTrue();
        assertThatThrownBy(() -> plan("betaTcVae", "klTarget klTarget.nats=2"))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining("must be used with a divergence whose mean is KL, got 'mutualInformation'");
        assertThatThrownBy(() -> plan(equal, "freeBits freeBits.nats=1"))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining("must act on one measure, got the 3 of")
                .hasMessageContaining("only a linear shape works with several");
    }

    @Test
    void everyPartOfKlIsReportedByItsName(@TempDir Path runs) throws IOException {
        RunReport report = new RunsHere(EngineName.PYTORCH, runs).run(plan("betaTcVae"));
        Map<String, Double> terms = report.furtherTerms();

        assertThat(terms.keySet()).containsExactly("mutualInformation", "totalCorrelation", "dimensionwiseKl");
        assertThat(terms.values()).allMatch(Double::isFinite);
        assertThat(report.directory().resolve("metrics.csv"))
                .content()
                .contains("mutualInformation=" + terms.get("mutualInformation") + " totalCorrelation=");
    }

    @Test
    void theConventionsOfBetaAreOfKlAndOfTheErrorThatIsTrained() {
        assertThat(PlanDescription.of(plan("renyiDivergence")).balance()).isEmpty();
        assertThat(PlanDescription.of(plan("monteCarloKl")).balance()).hasSizeGreaterThan(5);
        assertThat(PlanDescription.of(plan("laplaceNll laplaceNll.scale=0.5 fixedBeta.beta=3"))
                        .balance())
                .singleElement()
                .satisfies(balance -> {
                    assertThat(balance.loss()).isEqualTo("Σ|x − x̂| + w·KL");
                    assertThat(balance.values()).containsEntry("every step", 1.5);
                });
        assertThat(PlanDescription.of(plan("laplaceNll laplaceNll.scale=0.5 reverseKl"))
                        .balance())
                .isEmpty();
    }

    @Test
    void noBetaOfTheLinearOptimumIsReadFromTheWeightOfAnotherDivergence() {
        assertThat(optimum("squaredWasserstein").knowsBeta()).isFalse();
        assertThat(optimum("monteCarloKl").knowsBeta()).isTrue();
    }

    private static LinearOptimum optimum(String divergence) {
        ExperimentPlan plan = plan(divergence);
        return DataWarnings.optimum(
                        plan, PreprocessedData.load(plan.part(DataSource.class), plan.parts(Preprocessing.class)))
                .get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reverseKl", "squaredWasserstein", "monteCarloKl"})
    void whatIsReportedIsTheExactKlWhateverIsTrained(String divergence, @TempDir Path runs) throws IOException {
        RunReport report = new RunsHere(EngineName.PYTORCH, runs).run(plan(divergence));
        SplitEvaluation train = report.train().orElseThrow();
        JsonNode summary = new ObjectMapper()
                .readTree(report.directory().resolve("summary.json").toFile());

        assertThat(train.divergence()).isNotCloseTo(train.kl(), within(1e-3));
        assertThat(train.klPerLatent().stream().mapToDouble(nats -> nats).sum()).isCloseTo(train.kl(), within(1e-9));
        // Of five elements, at the decoder's variance of beta/2.
        assertThat(train.elbo()).isCloseTo(-train.squaredError() - 2.5 * Math.log(Math.PI) - train.kl(), within(1e-6));
        assertThat(summary.at("/verdicts").findValuesAsText("text").stream()
                        .anyMatch("the divergence is not KL"::equals))
                .isEqualTo(!divergence.equals("monteCarloKl"));
    }
}
