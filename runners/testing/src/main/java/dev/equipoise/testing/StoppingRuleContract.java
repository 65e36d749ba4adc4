package dev.equipoise.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.run.StoppingRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules for every stopping rule, whatever a run measures. A test class implements this interface and provides the rule. */
public interface StoppingRuleContract {

    /** A new rule with its own configuration. */
    StoppingRule<?> rule();

    @Test
    default void aRunThatHasNotBegunGoesOn() {
        assertThat(RuleTrial.of(rule()).stops()).isEmpty();
    }

    @Test
    default void itsStateSurvivesJsonAndEqualEventsGiveEqualSuccessors() {
        survives(rule(), RunEvent.wild(300));
        survives(rule(), RunEvent.diverging(100, 10));
    }

    @Test
    default void itsReasonNamesANumber() {
        for (List<RunEvent> run : List.of(RunEvent.wild(300), RunEvent.diverging(1e9, 60), RunEvent.collapsing())) {
            RuleTrial<?> trial = RuleTrial.of(rule());
            for (RunEvent event : run) {
                assertThat(trial.hear(event).stops().orElse("1")).containsPattern("\\d");
            }
        }
    }

    private static <S extends Record> void survives(StoppingRule<S> rule, List<RunEvent> run) {
        S state = rule.initial();
        for (RunEvent event : run) {
            S next = event.heardBy(rule, state);
            assertThat(event.heardBy(rule, state)).usingRecursiveComparison().isEqualTo(next);
            SavedState.survives(next);
            state = next;
        }
    }
}
