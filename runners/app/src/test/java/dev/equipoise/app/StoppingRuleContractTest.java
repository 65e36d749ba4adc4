package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.inject.Injector;
import dev.equipoise.balance.Measures;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.plan.Attribute;
import dev.equipoise.plan.Catalogue;
import dev.equipoise.plan.Discovery;
import dev.equipoise.plan.PartType;
import dev.equipoise.plan.Planner;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.EpochMeans;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.ModelView;
import dev.equipoise.run.Progress;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StoppingRule;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every stopping rule keeps, whatever a run measures: those that are discovered. */
class StoppingRuleContractTest {

    private static final Injector APPLICATION = Application.injector(
            StoppingRuleContractTest.class.getClassLoader(), new FakeTerminal().plain(), Invocation.PLAIN);

    /** A value for what has no default, then one for each attribute that is to end the run elsewhere. */
    private static final Map<String, List<String>> VALUES = Map.of(
            "stopEarly", List.of("", "patience=11", "minDelta=6"),
            "stopAfter", List.of("minutes=2", "minutes=3"),
            "stopAtStep", List.of("step=70", "step=90"),
            "stopOnDivergence",
                    List.of("", "gradientFactor=200", "gradientSteps=2", "lossDeviations=1e4", "lossSteps=6"),
            "stopOnCollapse", List.of("", "epochs=3"));

    private static final ModelView NO_MODEL = (ModelView) Proxy.newProxyInstance(
            ModelView.class.getClassLoader(), new Class<?>[] {ModelView.class}, (proxy, method, arguments) -> {
                throw new AssertionError("a rule asks no model");
            });

    private record Heard(StepFinished step, Optional<EpochFinished> epoch, Progress progress) {}

    static Stream<PartType> rules() {
        return Catalogue.of(APPLICATION.getInstance(Discovery.class).parts()).parts(StoppingRule.class).stream()
                .filter(part -> part.annotation().getPackageName().startsWith("dev.equipoise.stopping"));
    }

    @Test
    void everyRuleIsFoundAndHasValuesForAllItsAttributes() {
        assertThat(rules().map(PartType::key)).containsExactlyInAnyOrderElementsOf(VALUES.keySet());
        assertThat(rules())
                .allSatisfy(rule -> assertThat(VALUES.get(rule.key()).stream().map(value -> value.split("=", 2)[0]))
                        .containsAll(
                                rule.attributes().stream().map(Attribute::name).toList()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyAttributeMovesTheEndOfSomeRun(PartType part) {
        List<String> values = VALUES.get(part.key());
        List<Long> ends = ends(made(part.key(), values.get(0)));
        assertThat(ends).as("ends of runs").isEqualTo(ends(made(part.key(), values.get(0))));
        assertThat(values.subList(1, values.size()))
                .allSatisfy(value -> assertThat(ends(made(part.key(), value))).isNotEqualTo(ends));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void itsStateSurvivesJsonAndEqualEventsGiveEqualSuccessors(PartType part) throws JsonProcessingException {
        StoppingRule<?> rule = made(part.key(), VALUES.get(part.key()).get(0));
        survives(rule, wild(300));
        survives(rule, diverging(100, 10));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aRunThatHasNotBegunGoesOn(PartType part) {
        assertThat(ends(made(part.key(), VALUES.get(part.key()).get(0)), List.of()))
                .isEmpty();
    }

    private static <S extends Record> void survives(StoppingRule<S> rule, List<Heard> run)
            throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        S state = rule.initial();
        for (Heard heard : run) {
            S next = after(rule, state, heard);
            assertThat(after(rule, state, heard)).usingRecursiveComparison().isEqualTo(next);
            Object read = json.readValue(json.writeValueAsString(next), next.getClass());
            assertThat(read).usingRecursiveComparison().isEqualTo(next);
            assertThat(rule.stops(next).orElse("1")).containsPattern("\\d");
            state = next;
        }
    }

    private static <S extends Record> S after(StoppingRule<S> rule, S state, Heard heard) {
        S next = rule.afterStep(state, heard.step(), heard.progress());
        return heard.epoch().isPresent() ? rule.afterEpoch(next, heard.epoch().get(), heard.progress()) : next;
    }

    /** The step after which each run ends; −1 where none does. */
    private static List<Long> ends(StoppingRule<?> rule) {
        return Stream.of(
                        wild(300),
                        collapsing(),
                        diverging(100, 10),
                        diverging(4, 60),
                        diverging(1e9, 2),
                        diverging(9, 7))
                .map(run -> ends(rule, run).orElse(-1L))
                .toList();
    }

    private static <S extends Record> Optional<Long> ends(StoppingRule<S> rule, List<Heard> run) {
        S state = rule.initial();
        for (Heard heard : run) {
            state = after(rule, state, heard);
            if (rule.stops(state).isPresent()) {
                return Optional.of(heard.step().step());
            }
        }
        return rule.stops(state).map(reason -> -2L);
    }

    private static List<Heard> collapsing() {
        List<Heard> run = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            run.add(heard(step, 100, 10, 5, step < 100 ? 16 : 0, -500 + step / 20));
        }
        return run;
    }

    /** Squared error and gradient that are so many times too large for so many steps. */
    private static List<Heard> diverging(double factor, int steps) {
        Random random = new Random(3);
        List<Heard> run = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            double off = step >= 200 && step < 200 + steps ? factor : 1;
            double around = 1 + 0.03 * random.nextGaussian();
            run.add(heard(step, 100 * around * off, 10, 5 * around * off, 16, -500));
        }
        return run;
    }

    private static List<Heard> wild(int steps) {
        double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, -1e300, 1e-300, 0, -1};
        Random random = new Random(7);
        List<Heard> run = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            double value = random.nextBoolean() ? odd[random.nextInt(odd.length)] : 100 * random.nextDouble();
            run.add(heard(step, value, value, value, random.nextInt(3), value));
        }
        return run;
    }

    /** A step of a second, and every tenth one ends an epoch. */
    private static Heard heard(long step, double squaredError, double kl, double norm, int activeUnits, double elbo) {
        Readings readings = new Readings(
                new Measures(
                        squaredError + kl,
                        squaredError,
                        squaredError,
                        kl,
                        kl,
                        List.of(kl),
                        Map.of("squaredError", squaredError),
                        Optional.empty()),
                norm,
                10,
                false,
                Map.of());
        StepFinished finished = new StepFinished(
                step,
                (int) (step / 10),
                1e-3,
                Prices.beta(1),
                OptionalDouble.of(1),
                readings,
                OptionalDouble.empty(),
                Map.of(),
                1);
        SplitEvaluation validation = new SplitEvaluation(
                new Measures(Double.NaN, squaredError, squaredError, kl, kl, List.of(kl), Map.of(), Optional.empty()),
                1,
                "",
                elbo,
                elbo,
                activeUnits,
                activeUnits,
                Optional.empty());
        EpochMeans means = new EpochMeans(
                new Measures(1, 1, 1, 1, 1, List.of(), Map.of(), Optional.empty()), 1, OptionalDouble.of(1), 1, 1);
        Optional<EpochFinished> epoch = step % 10 < 9
                ? Optional.empty()
                : Optional.of(
                        new EpochFinished((int) (step / 10), step + 1, means, validation, Prices.beta(1), NO_MODEL));
        Optional<String> ignored =
                epoch.isPresent() && activeUnits == 0 ? Optional.of("the latents save 0.1 %") : Optional.empty();
        return new Heard(finished, epoch, new Progress(step + 1, step + 1.0, true, ignored));
    }

    private static StoppingRule<?> made(String key, String value) {
        String[] nameAndText = value.split("=", 2);
        List<Setting> settings =
                value.isEmpty() ? List.of() : List.of(new Setting(key + "." + nameAndText[0], nameAndText[1], "test"));
        return APPLICATION
                .getInstance(Planner.class)
                .plan(Mistakes.Table.class, new Overrides(settings, List.of(key), Set.of(), false))
                .part(StoppingRule.class);
    }
}
