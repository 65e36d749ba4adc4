package dev.equipoise.stopping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.testing.RuleTrial;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StopOnCollapseTest {

    private static RuleTrial<StopOnCollapse.State> course() {
        return RuleTrial.of(new StopOnCollapse.Rule(2));
    }

    @Test
    void latentsThatAreIgnoredForTwoEpochsEndTheRunWithTheWordsOfTheJudgement() {
        RuleTrial<StopOnCollapse.State> course = course().epoch(Optional.of("once"));
        assertThat(course.stops()).isEmpty();
        assertThat(course.epoch(Optional.of("twice")).stops()).hasValue("twice");
    }

    @Test
    void anEpochInWhichTheLatentsServeStartsTheCountAnew() {
        RuleTrial<StopOnCollapse.State> course =
                course().epoch(Optional.of("once")).epoch(Optional.empty()).epoch(Optional.of("again"));
        assertThat(course.stops()).isEmpty();
    }
}
