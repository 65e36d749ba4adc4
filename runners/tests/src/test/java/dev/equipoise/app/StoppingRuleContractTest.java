package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Injector;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.plan.Attribute;
import dev.equipoise.plan.Catalogue;
import dev.equipoise.plan.Discovery;
import dev.equipoise.plan.PartType;
import dev.equipoise.plan.Planner;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.StoppingRule;
import dev.equipoise.testing.RunEvent;
import dev.equipoise.testing.StoppingRuleContract;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    void itsStateSurvivesJsonAndEqualEventsGiveEqualSuccessors(PartType part) {
        contract(part).itsStateSurvivesJsonAndEqualEventsGiveEqualSuccessors();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aRunThatHasNotBegunGoesOn(PartType part) {
        contract(part).aRunThatHasNotBegunGoesOn();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void itsReasonNamesANumber(PartType part) {
        contract(part).itsReasonNamesANumber();
    }

    private static StoppingRuleContract contract(PartType part) {
        return () -> made(part.key(), VALUES.get(part.key()).get(0));
    }

    /** The step after which each run ends; −1 where none does. */
    private static List<Long> ends(StoppingRule<?> rule) {
        return Stream.of(
                        RunEvent.wild(300),
                        RunEvent.collapsing(),
                        RunEvent.diverging(100, 10),
                        RunEvent.diverging(4, 60),
                        RunEvent.diverging(1e9, 2),
                        RunEvent.diverging(9, 7))
                .map(run -> ends(rule, run).orElse(-1L))
                .toList();
    }

    private static <S extends Record> Optional<Long> ends(StoppingRule<S> rule, List<RunEvent> run) {
        S state = rule.initial();
        for (RunEvent event : run) {
            state = event.heardBy(rule, state);
            if (rule.stops(state).isPresent()) {
                return Optional.of(event.step().step());
            }
        }
        return rule.stops(state).map(reason -> -2L);
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
