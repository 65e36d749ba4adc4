package dev.equipoise.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Penalty;
import dev.equipoise.part.ValueRange;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExperimentReaderTest {

    @Experiment(name = "plain")
    static final class Plain {}

    @Experiment(name = "full", epochs = 10, batchSize = 100, seed = 7)
    @DataParts.Table(examples = 1050)
    @DataParts.Shift
    @DataParts.Scale
    @ModelParts.Net(latent = 3)
    @TermParts.Mmd(name = "near", weight = 2)
    @TermParts.Mmd(name = "far", weight = 3)
    @BalanceParts.Beta(warm = 1000)
    static final class Full {}

    @Experiment(name = "composed")
    @Compositions.Cookbook
    @BalanceParts.Beta(beta = 0.5)
    static final class Composed {}

    static ExperimentPlan read(Class<?> type, String... settings) {
        return TestParts.reader().read(type, set(settings));
    }

    static Overrides set(String... settings) {
        List<Setting> all = Arrays.stream(settings)
                .map(setting -> setting.split("=", 2))
                .map(pair -> new Setting(pair[0], pair[1], "--set"))
                .toList();
        return new Overrides(all, List.of(), Set.of(), false);
    }

    static Overrides with(List<String> with, Set<String> without, String... settings) {
        return new Overrides(set(settings).settings(), with, without, false);
    }

    static ExperimentPlan.PlannedPart part(ExperimentPlan plan, String key) {
        return plan.parts().stream()
                .filter(part -> part.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError(key + " is not among " + plan.parts()));
    }

    static ExperimentPlan.Value value(ExperimentPlan plan, String part, String attribute) {
        return Objects.requireNonNull(part(plan, part).values().get(attribute), part + "." + attribute);
    }

    @Test
    void whatIsNotAnnotatedTakesItsDefault() {
        ExperimentPlan plan = read(Plain.class);
        assertThat(plan.parts().stream().map(ExperimentPlan.PlannedPart::key))
                .containsExactly("table", "net", "gauss", "squares", "kl", "beta", "sum", "jointUpdate", "rate");
        assertThat(part(plan, "beta").origin()).isEqualTo("default");
        assertThat(value(plan, "beta", "beta")).isEqualTo(new ExperimentPlan.Value(1.0, "per nat", "default"));
        assertThat(plan.values().get("batchSize")).isEqualTo(new ExperimentPlan.Value(128, "examples", "default"));
        assertThat(plan.values().get("name")).isEqualTo(new ExperimentPlan.Value("plain", "", "annotation on Plain"));
        assertThat(plan.parts(Penalty.class)).isEmpty();
    }

    @Test
    void aDefaultThatDoesNotApplyToTheDataLeavesItsRoleEmpty() {
        assertThat(read(Plain.class).parts(Preprocessing.class)).isEmpty();
        assertThat(read(Plain.class, "table.shape=1,2,2").parts(Preprocessing.class))
                .hasSize(1);
    }

    @Test
    void annotatedValuesReachTheFactoriesAndKeepTheirOrigin() {
        ExperimentPlan plan = read(Full.class);
        assertThat(plan.name()).isEqualTo("full");
        assertThat(plan.facts().totalSteps()).isEqualTo(110);
        assertThat(plan.seed()).isEqualTo(7);
        assertThat(value(plan, "net", "latent")).isEqualTo(new ExperimentPlan.Value(3, "", "annotation on Full"));
        assertThat(value(plan, "net", "hidden").origin()).isEqualTo("default");
        assertThat(rate(plan, 0)).isEqualTo(1e-3);
        assertThat(plan.warnings()).containsExactly("warm-up of 1000 steps ends after step 110");
    }

    @Test
    void aBatchLargerThanTheTrainingSplitIsWarnedAbout() {
        int examples = read(Plain.class).facts().examples();

        assertThat(read(Plain.class, "experiment.batchSize=" + examples).warnings())
                .isEmpty();
        assertThat(read(Plain.class, "experiment.batchSize=" + (examples + 1)).warnings())
                .singleElement()
                .asString()
                .startsWith("experiment.batchSize is " + (examples + 1) + ", and the training split has only "
                        + examples + " examples: each epoch is one step");
    }

    @Test
    void theLearningRateWarnsAfterTheStrategy() {
        assertThat(read(Full.class, "rate.late=true").warnings())
                .containsExactly("warm-up of 1000 steps ends after step 110", "a rate too late for 110 steps");
    }

    @Test
    void repeatedPartsAreKeyedByTheirIndex() {
        ExperimentPlan plan = read(Full.class, "mmd[1].weight=9", "mmd[0].scales=0.5, 4");
        assertThat(plan.parts(LossTerm.class).stream().map(LossTerm::weight)).containsExactly(2.0, 9.0);
        assertThat(value(plan, "mmd[1]", "weight")).isEqualTo(new ExperimentPlan.Value(9.0, "", "--set"));
        assertThat((double[]) value(plan, "mmd[0]", "scales").value()).containsExactly(0.5, 4);
    }

    @Test
    void preprocessingGoesByOrderAndEachStepSeesTheFactsThatTheOneBeforeLeaves() {
        ExperimentPlan plan = read(Full.class);
        assertThat(plan.parts(Preprocessing.class).stream().map(Preprocessing::order))
                .containsExactly(10, 20);
        assertThat(plan.facts().data().range()).contains(new ValueRange(-1, 0));
    }

    @Test
    void aDirectAnnotationBeatsAComposedOneAndTheRestOfTheCompositionStays() {
        ExperimentPlan plan = read(Composed.class);
        assertThat(value(plan, "beta", "beta"))
                .isEqualTo(new ExperimentPlan.Value(0.5, "per nat", "annotation on Composed"));
        assertThat(value(plan, "net", "latent").origin()).isEqualTo("composed by @Cookbook on Composed");
        assertThat(part(plan, "mmd").origin()).isEqualTo("composed by @Recipe in @Cookbook on Composed");
        assertThat(value(plan, "mmd", "weight").value()).isEqualTo(2.0);
    }

    @Test
    void theStrongestSettingWins() {
        Overrides overrides = new Overrides(
                List.of(
                        new Setting("beta.beta", "2", "config experiment.yaml"),
                        new Setting("experiment.epochs", "3", "EQUIPOISE_SET"),
                        new Setting("beta.beta", "3", "EQUIPOISE_SET"),
                        new Setting("beta.beta", "4", "--set")),
                List.of(),
                Set.of(),
                false);
        ExperimentPlan plan = TestParts.reader().read(Composed.class, overrides);
        assertThat(value(plan, "beta", "beta")).isEqualTo(new ExperimentPlan.Value(4.0, "per nat", "--set"));
        assertThat(plan.values().get("epochs")).isEqualTo(new ExperimentPlan.Value(3, "epochs", "EQUIPOISE_SET"));
    }

    @Test
    void everyTypeOfValueIsReadWhateverTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            ExperimentPlan plan = read(
                    Full.class,
                    "net.activation=tanh",
                    "net.hidden=16, 4",
                    "beta.warm=12345678901",
                    "rate.decay=TRUE",
                    "rate.rate=5.5e-4",
                    "mmd[0].name=a b");
            assertThat(value(plan, "net", "activation").value()).isEqualTo(ModelParts.Activation.TANH);
            assertThat((int[]) value(plan, "net", "hidden").value()).containsExactly(16, 4);
            assertThat(value(plan, "beta", "warm").value()).isEqualTo(12345678901L);
            assertThat(value(plan, "rate", "decay").value()).isEqualTo(true);
            assertThat(value(plan, "mmd[0]", "name").value()).isEqualTo("a b");
            assertThat(rate(plan, 55)).isEqualTo(2.75e-4);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void withPutsAPartInPlaceOfASingleRolesAndSettingsApplyAfterIt() {
        ExperimentPlan plan = TestParts.reader()
                .read(
                        Composed.class,
                        with(
                                List.of("klTarget", "mmd"),
                                Set.of("net"),
                                "klTarget.nats=5",
                                "klTarget.gain=1",
                                "mmd[1].name=other"));
        assertThat(plan.parts(BalancingStrategy.class))
                .containsExactly(new BalanceParts.Strategy(5, Optional.empty(), 0));
        assertThat(part(plan, "klTarget").origin()).isEqualTo("--with");
        assertThat(plan.parts(LossTerm.class)).hasSize(2);
        assertThat(part(plan, "net").origin()).isEqualTo("default");
        assertThat(plan.warnings())
                .containsExactly("'net' (--without) returns with its default values: role 'architecture' must have a"
                        + " part, and this is its default; add another one with --with");
    }

    @Test
    void withoutAPartThatAnotherReplacesNeedsNoWarning() {
        ExperimentPlan plan = TestParts.reader()
                .read(Full.class, with(List.of("shaped"), Set.of("beta", "mmd"), "experiment.epochs=200"));
        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void withoutTakesOutOneOccurrenceOrAll() {
        ExperimentPlan one = TestParts.reader().read(Full.class, with(List.of(), Set.of("mmd[0]")));
        assertThat(value(one, "mmd", "name").value()).isEqualTo("far");
        ExperimentPlan none = TestParts.reader().read(Full.class, with(List.of(), Set.of("mmd")));
        assertThat(none.parts(LossTerm.class)).isEmpty();
    }

    @Test
    void withoutTakesOutADefaultThatARoleOfManyWouldHave() {
        ExperimentPlan plan =
                TestParts.reader().read(Plain.class, with(List.of(), Set.of("scale"), "table.shape=1,2,2"));
        assertThat(plan.parts(Preprocessing.class)).isEmpty();
    }

    @Test
    void aMethodsPartOverridesTheDefaultAndGetsFactsOfTheData() {
        ProvidedParts methods = type -> List.of(new ProvidedParts.Provided(
                "decline", LearningRate.class, facts -> (ScheduledRate) step -> (double) step / facts.totalSteps()));
        ExperimentPlan plan = TestParts.reader(methods).read(Full.class, Overrides.NONE);
        assertThat(rate(plan, 11)).isEqualTo(0.1);
        assertThat(part(plan, "decline()").origin()).isEqualTo("method decline of Full");
    }

    @Test
    void fastRunsTwoEpochsOfThreeBatches() {
        ExperimentPlan plan = TestParts.reader().read(Full.class, new Overrides(List.of(), List.of(), Set.of(), true));
        assertThat(plan.values().get("epochs")).isEqualTo(new ExperimentPlan.Value(2, "epochs", "--fast"));
        assertThat(plan.facts().totalSteps()).isEqualTo(6);
        assertThat(plan.facts().data().validationExamples()).isEqualTo(100);
        assertThat(plan.part(DataSource.class).load().training().examples()).isEqualTo(300);
        assertThat(plan.part(DataSource.class).load().validation().examples()).isEqualTo(100);
    }

    @Test
    void fastLeavesFewerEpochsAlone() {
        Overrides fast =
                new Overrides(List.of(new Setting("experiment.epochs", "1", "--set")), List.of(), Set.of(), true);
        ExperimentPlan plan = TestParts.reader().read(Full.class, fast);
        assertThat(plan.values().get("epochs")).isEqualTo(new ExperimentPlan.Value(1, "epochs", "--set"));
    }

    @Test
    void partsOfTheClassNeedNotBeInTheCatalogue() {
        ExperimentReader reader =
                new ExperimentReader(Catalogue.of(List.of()), TestParts::make, TestParts.DEFAULTS, type -> List.of());
        assertThat(reader.read(Full.class, Overrides.NONE).parts(LossTerm.class))
                .hasSize(2);
    }

    private static double rate(ExperimentPlan plan, long step) {
        return ((ScheduledRate) plan.part(LearningRate.class)).at(step);
    }
}
