package dev.equipoise.stopping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.testing.RuleTrial;
import org.junit.jupiter.api.Test;

/** A number of steps, a time. */
class LimitsTest {

    @Test
    void theRunEndsAfterTheStepThatWasNamed() {
        RuleTrial<StopAtStep.State> course = RuleTrial.of(new StopAtStep.Rule(3));
        course.step(1, 1, 1, 1, 1).step(1, 1, 1, 1, 1);
        assertThat(course.stops()).isEmpty();
        assertThat(course.step(1, 1, 1, 1, 1).stops()).hasValue("step 3 was reached");
    }

    @Test
    void theRunEndsAfterTheTimeThatItWasGiven() {
        RuleTrial<StopAfter.State> course = RuleTrial.of(new StopAfter.Rule(0.05));
        course.step(1, 1, 1, 1, 1).step(1, 1, 1, 1, 1);
        assertThat(course.stops()).isEmpty();
        assertThat(course.step(1, 1, 1, 1, 1).stops()).hasValue("the time of 0.05 minutes is over");
    }
}
