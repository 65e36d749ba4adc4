package dev.equipoise.local.stopping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CollapseWatchTest {

    private static Course<CollapseWatch.State> course() {
        return new Course<>(new CollapseWatch(2, 100));
    }

    @Test
    void noActiveUnitForTwoEpochsIsACollapseWithItsCauseAndWhatToTry() {
        Course<CollapseWatch.State> course = course().epoch(true, -500, 0, 0.5);
        assertThat(course.stops()).isEmpty();
        course.epoch(true, -500, 0, 0.25);
        assertThat(course.stops())
                .hasValue("posterior collapse: 0 of 16 latents are active on validation, with 0.25 nats of KL, for 2"
                        + " epochs in a row: KL costs more than what the latents save in reconstruction;"
                        + " try a lower beta, one that rises from 0, free bits or a KL target");
    }

    @Test
    void aTenthOfANatIsTooLittleWhateverItsUnits() {
        assertThat(course().epoch(true, 0, 3, 0.09).epoch(true, 0, 3, 0.09).stops())
                .isPresent();
        assertThat(course().epoch(true, 0, 3, 0.11).epoch(true, 0, 3, 0.11).stops())
                .isEmpty();
    }

    @Test
    void epochsBeforeTheStrategySettledDoNotCount() {
        Course<CollapseWatch.State> course = course();
        for (int epoch = 0; epoch < 10; epoch++) {
            assertThat(course.epoch(false, 0, 0, 0).stops()).isEmpty();
        }
        assertThat(course.epoch(true, 0, 0, 0).stops()).isEmpty();
        assertThat(course.epoch(true, 0, 0, 0).stops()).isPresent();
    }

    @Test
    void aPosteriorThatComesBackIsNoLongerCollapsed() {
        Course<CollapseWatch.State> course = course().epoch(true, 0, 0, 0).epoch(true, 0, 0, 0);
        assertThat(course.stops()).isPresent();
        assertThat(course.epoch(true, 0, 1, 0.5).stops()).isEmpty();
        assertThat(course.epoch(true, 0, 0, 0.5).stops()).isEmpty();
    }

    @Test
    void aSingleExampleVariesInNothingAndTellsOnlyItsKl() {
        Course<CollapseWatch.State> course = new Course<>(new CollapseWatch(1, 1));
        assertThat(course.epoch(true, 0, 0, 20).stops()).isEmpty();
        assertThat(course.epoch(true, 0, 0, 0.01).stops()).isPresent();
    }

    @Test
    void numbersThatAreNoneAreNoCollapse() {
        assertThat(course().epoch(true, 0, 0, Double.NaN)
                        .epoch(true, 0, 0, Double.NaN)
                        .stops())
                .isEmpty();
    }
}
