package dev.equipoise.local.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.run.StoppingRule;
import dev.equipoise.stopping.StopAfter;
import dev.equipoise.stopping.StopAtStep;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A run of 100 epochs of 10 steps, whose validation split has the examples of 2. */
class TimeLeftTest {

    private static final Facts FACTS =
            new Facts(Optional.of(new DataFacts(100, 20, List.of(4), Optional.empty())), 10, 100, 7);

    private final AtomicLong now = new AtomicLong(-7_000_000_000L);
    private double run;
    private int epoch;
    private long place;
    private long made;

    private void steps(TimeLeft left, int count, double seconds) {
        for (int i = 0; i < count; i++) {
            pass(seconds);
            left.stepped();
            place++;
            made++;
        }
    }

    private void evaluation(TimeLeft left, double seconds) {
        pass(seconds);
        left.evaluated();
        epoch++;
        place = 0;
    }

    private void pass(double seconds) {
        now.addAndGet(Math.round(seconds * 1e9));
        run += seconds;
    }

    private OptionalDouble left(TimeLeft left) {
        return left.seconds(epoch, place, made, run);
    }

    private TimeLeft timeLeft(StoppingRule.Limit limit) {
        return new TimeLeft(FACTS, limit, now::get);
    }

    private void is(TimeLeft left, double seconds) {
        assertThat(left(left).orElseThrow()).isCloseTo(seconds, within(1e-6 * seconds + 1e-6));
    }

    @Test
    void stepsAndEvaluationsCountAtTheirOwnPace() {
        TimeLeft left = timeLeft(StoppingRule.Limit.NONE);
        assertThat(left(left)).as("no step was made").isEmpty();
        steps(left, 5, 2);
        is(left, 2 * 995 + 100 * 4);
        steps(left, 5, 2);
        is(left, 2 * 990 + 100 * 4);
        evaluation(left, 10);
        is(left, 2 * 990 + 99 * 10);
        for (int i = 0; i < 99; i++) {
            steps(left, 10, 2);
            evaluation(left, 10);
        }
        is(left, 0);
    }

    @Test
    void aResumedRunCountsWhatThisProcessDidAlone() {
        TimeLeft left = timeLeft(StoppingRule.Limit.NONE);
        epoch = 50;
        made = 500;
        run = 1e6;
        pass(60);
        left.begin();
        steps(left, 10, 3);
        evaluation(left, 5);
        is(left, 49 * 35);
    }

    @Test
    void aRunThatOnlyEvaluatesAgainKnowsNothingUntilItsFirstStep() {
        TimeLeft left = timeLeft(StoppingRule.Limit.NONE);
        epoch = 98;
        place = 10;
        made = 990;
        evaluation(left, 5);
        assertThat(left(left)).isEmpty();
        steps(left, 1, 1);
        is(left, 9 + 5);
    }

    @Test
    void anotherPaceSoonCountsAlone() {
        TimeLeft left = timeLeft(StoppingRule.Limit.NONE);
        steps(left, 200, 1);
        steps(left, 200, 4);
        place -= 400;
        made -= 400;
        assertThat(left(left).orElseThrow()).isBetween(3.9 * 1200, 4.0 * 1200);
    }

    @Test
    void aSlowStartAndAMomentsHindranceFade() {
        TimeLeft left = timeLeft(StoppingRule.Limit.NONE);
        steps(left, 1, 30);
        steps(left, 300, 0.5);
        place -= 301;
        made -= 301;
        assertThat(left(left).orElseThrow()).as("the start").isBetween(600.0, 605.0);
        steps(left, 1, 20);
        steps(left, 300, 0.5);
        place -= 301;
        made -= 301;
        assertThat(left(left).orElseThrow()).as("the hindrance").isBetween(600.0, 640.0);
    }

    @Test
    void aRunThatGoesBackHasItsStepsBeforeItAgain() {
        TimeLeft left = timeLeft(StoppingRule.Limit.NONE);
        steps(left, 10, 1);
        evaluation(left, 2);
        steps(left, 5, 1);
        epoch = 0;
        place = 3;
        made = 3;
        is(left, 997 + 200);
    }

    @Test
    void aRuleByMinutesEndsItEarlier() {
        TimeLeft left = timeLeft(new StopAfter.Rule(2).limit());
        steps(left, 10, 2);
        is(left, 100);
        evaluation(left, 110);
        is(left, 0);
    }

    @Test
    void aRuleByStepsEndsItInTheMiddleOfAnEpochWithoutItsEvaluation() {
        TimeLeft middle = timeLeft(new StopAtStep.Rule(25).limit().and(StoppingRule.Limit.NONE));
        steps(middle, 10, 1);
        evaluation(middle, 3);
        is(middle, 15 + 3);
        TimeLeft last = timeLeft(new StopAtStep.Rule(30).limit());
        steps(last, 1, 1);
        is(last, 19 + 2);
        TimeLeft beyond = timeLeft(new StopAtStep.Rule(5_000).limit());
        steps(beyond, 1, 1);
        is(beyond, 988 + 99 * 2);
    }
}
