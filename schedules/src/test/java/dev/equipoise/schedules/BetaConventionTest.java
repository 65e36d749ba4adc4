package dev.equipoise.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BetaConventionTest {

    private static final int ELEMENTS = 784;
    private static final OptionalInt LATENTS = OptionalInt.of(16);

    @ParameterizedTest
    @CsvSource({
        "SQUARED_ERROR, 3",
        "HALF_SQUARED_ERROR, 6",
        "MEAN_SQUARED_ERROR, 2352",
        "MEAN_OVER_LATENTS, 147",
        "DECODER_VARIANCE, 6",
        "NORMALISED, 147",
        "GREY_LEVELS, 0.011764705882352941"
    })
    void threeInEachConventionIsThisBeta(BetaConvention convention, double beta) {
        assertThat(convention.toSquaredError(3, ELEMENTS, LATENTS)).isCloseTo(beta, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void aValueSurvivesTheWayThereAndBack(BetaConvention convention) {
        double there = convention.toSquaredError(0.37, ELEMENTS, LATENTS);
        assertThat(convention.fromSquaredError(there, ELEMENTS, LATENTS)).isCloseTo(0.37, within(1e-15));
    }

    /** The loss is scaled, never reshaped: weight of KL over weight of SSE is what every convention states. */
    @ParameterizedTest
    @EnumSource
    void theLossAsWrittenHasTheSameRatioOfWeights(BetaConvention convention) {
        double value = 0.37;
        double n = ELEMENTS;
        double m = LATENTS.getAsInt();
        double ratio = switch (convention) {
            case SQUARED_ERROR -> value / 1;
            case HALF_SQUARED_ERROR -> value / 0.5;
            case MEAN_SQUARED_ERROR -> value / (1 / n);
            case MEAN_OVER_LATENTS -> (value / m) / (1 / n);
            case DECODER_VARIANCE -> 1 / (1 / (2 * value));
            case NORMALISED -> value * n / m;
            case GREY_LEVELS -> value / 255;
        };
        assertThat(convention.toSquaredError(value, ELEMENTS, LATENTS)).isCloseTo(ratio, within(1e-12 * ratio));
    }

    @Test
    void theUnexplainedWeightOfAWellKnownLibraryIsAnOrdinaryBeta() {
        double beta = BetaConvention.MEAN_SQUARED_ERROR.toSquaredError(0.00025, 3 * 64 * 64, OptionalInt.empty());
        assertThat(BetaConvention.HALF_SQUARED_ERROR.fromSquaredError(beta, 3 * 64 * 64, OptionalInt.empty()))
                .isCloseTo(1.536, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void onlyConventionsThatSayItNeedTheNumberOfLatents(BetaConvention convention) {
        if (convention.needsLatents()) {
            assertThatThrownBy(() -> convention.toSquaredError(1, ELEMENTS, OptionalInt.empty()))
                    .hasMessage(convention + " needs the number of latents");
        } else {
            assertThat(convention.toSquaredError(1, ELEMENTS, OptionalInt.empty()))
                    .isPositive();
        }
    }
}
