package dev.equipoise.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final Schedule STEP = step -> step;

    @Test
    void theNextScheduleBeginsAtItsOwnStepZero() {
        Schedule joined = STEP.then(10, step -> 100 + step);
        assertThat(joined.at(0)).isZero();
        assertThat(joined.at(9)).isEqualTo(9);
        assertThat(joined.at(10)).isEqualTo(100);
        assertThat(joined.at(25)).isEqualTo(115);
        assertThat(STEP.then(0, step -> 7).at(0)).isEqualTo(7);
    }

    @Test
    void chainedSchedulesCountFromWhereEachBegins() {
        Schedule three = STEP.then(5, STEP.scaledBy(10).then(5, step -> -step));
        assertThat(three.at(4)).isEqualTo(4);
        assertThat(three.at(9)).isEqualTo(40);
        assertThat(three.at(12)).isEqualTo(-2);
    }

    @Test
    void aRepetitionEqualsTheFirstToTheLastBitHoweverLate() {
        Schedule wave = step -> Math.sin(0.1 * step);
        Schedule repeated = wave.repeatedEvery(7);
        for (long step = 0; step < 7; step++) {
            assertThat(repeated.at(step)).isEqualTo(wave.at(step));
            assertThat(repeated.at(step + 7 * 1_000_003L)).isEqualTo(wave.at(step));
            assertThat(repeated.at(step + (7L << 58))).isEqualTo(wave.at(step));
        }
    }

    @Test
    void aFactorMultipliesEveryValue() {
        assertThat(STEP.scaledBy(-0.5).at(3)).isEqualTo(-1.5);
    }

    @Test
    void argumentsThatMeanNothingAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> STEP.then(-1, STEP))
                .withMessage("steps before the next schedule must be at least 0, got -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> STEP.repeatedEvery(0))
                .withMessage("steps of a repetition must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> STEP.scaledBy(Double.NaN))
                .withMessage("factor of a schedule must be finite, got NaN");
    }
}
