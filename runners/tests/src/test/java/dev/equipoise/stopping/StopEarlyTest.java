package dev.equipoise.stopping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.testing.RuleTrial;
import org.junit.jupiter.api.Test;

class StopEarlyTest {

    private static RuleTrial<StopEarly.State> course() {
        return RuleTrial.of(new StopEarly.Rule(3, 0.5));
    }

    @Test
    void patienceEndsTheRunAndTheReasonTellsTheBestEpoch() {
        RuleTrial<StopEarly.State> course = course().epoch(true, 0);
        course.epoch(true, -520).epoch(true, -510).epoch(true, -511).epoch(true, -512);
        assertThat(course.stops()).isEmpty();
        course.epoch(true, -513);
        assertThat(course.stops())
                .hasValue("the ELBO on validation has not risen by more than 0.5 nats for 3 epochs:"
                        + " the best is -510.0, of epoch 3");
    }

    @Test
    void aRiseWithinMinDeltaIsNone() {
        RuleTrial<StopEarly.State> course = course().epoch(true, 0).epoch(true, -520);
        course.epoch(true, -519.9).epoch(true, -519.7).epoch(true, -519.5);
        assertThat(course.stops()).isPresent();
        assertThat(course().epoch(true, 0)
                        .epoch(true, -520)
                        .epoch(true, -519.9)
                        .epoch(true, -519.7)
                        .epoch(true, -519.4)
                        .stops())
                .isEmpty();
    }

    @Test
    void slowRisesAddUp() {
        RuleTrial<StopEarly.State> course = course();
        for (int epoch = 0; epoch < 100; epoch++) {
            assertThat(course.epoch(true, -520 + 0.2 * epoch).stops()).isEmpty();
        }
    }

    @Test
    void whatWasBetterAtAPriceBeforeTheLastIsForgotten() {
        RuleTrial<StopEarly.State> course = course();
        for (int epoch = 0; epoch < 20; epoch++) {
            assertThat(course.epoch(false, -400 - epoch).stops()).isEmpty();
        }
        course.epoch(true, -300);
        for (int epoch = 0; epoch < 20; epoch++) {
            assertThat(course.epoch(true, -600 + epoch).stops()).isEmpty();
        }
        course.epoch(true, -600).epoch(true, -600).epoch(true, -600);
        assertThat(course.stops()).get().asString().contains("the best is -581.0, of epoch 41");
    }

    @Test
    void aStrategyThatComesLooseAgainStartsTheCountAnew() {
        RuleTrial<StopEarly.State> course = course().epoch(true, 0);
        course.epoch(true, -500).epoch(true, -501).epoch(true, -501).epoch(false, -501);
        course.epoch(true, -501).epoch(true, -502).epoch(true, -503).epoch(true, -503);
        assertThat(course.stops()).isEmpty();
        assertThat(course.epoch(true, -503).stops()).get().asString().contains("-502.0, of epoch 7");
    }

    @Test
    void whatIsNotFiniteIsNoImprovement() {
        RuleTrial<StopEarly.State> course = course();
        for (int epoch = 0; epoch < 4; epoch++) {
            assertThat(course.stops()).isEmpty();
            course.epoch(true, epoch % 2 == 0 ? Double.NaN : Double.POSITIVE_INFINITY);
        }
        assertThat(course.stops()).get().asString().endsWith("it never was finite");
    }
}
