package dev.equipoise.stopping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class StopOnCollapseTest {

    private static Course<StopOnCollapse.State> course() {
        return new Course<>(new StopOnCollapse.Rule(2));
    }

    @Test
    void latentsThatAreIgnoredForTwoEpochsEndTheRunWithTheWordsOfTheJudgement() {
        Course<StopOnCollapse.State> course = course().epoch(Optional.of("once"));
        assertThat(course.stops()).isEmpty();
        assertThat(course.epoch(Optional.of("twice")).stops()).hasValue("twice");
    }

    @Test
    void anEpochInWhichTheLatentsServeStartsTheCountAnew() {
        Course<StopOnCollapse.State> course =
                course().epoch(Optional.of("once")).epoch(Optional.empty()).epoch(Optional.of("again"));
        assertThat(course.stops()).isEmpty();
    }
}
