package dev.equipoise.schedules;

import static dev.equipoise.schedules.ScheduleAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.part.Facts;
import dev.equipoise.testing.Trial;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FixedBetaTest {

    @Test
    void aBetaOfZeroIsForeseenAsAnAutoencoder() {
        assertThat(new FixedBeta.Strategy(0).foresee(Trial.facts(10)))
                .singleElement()
                .asString()
                .startsWith("beta ends at 0, where KL is free")
                .contains("set fixedBeta.beta above 0");
        assertThat(new FixedBeta.Strategy(0.1).foresee(Trial.facts(10))).isEmpty();
    }

    @Test
    void itNeverMoves() {
        assertThat(create(Four.class)).staysAt(4, 0, 1_000);
    }

    @Test
    void aMeanSquaredErrorWeightIsMultipliedByTheElements() {
        assertThat(create(MeanWeight.class)).startsAt(0.01 * 784);
    }

    @Test
    void aDecoderVarianceIsHalfOfBeta() {
        assertThat(create(Variance.class)).startsAt(0.25);
    }

    @Test
    void higginsNormalisedBetaIsMultipliedByTheElementsOverTheLatents() {
        assertThat(create(Normalised.class)).startsAt(0.02 * 784 / 16);
    }

    @Test
    void withoutAnArchitectureAConventionThatNeedsTheLatentsCannotBeRead() {
        FixedBeta annotation = Objects.requireNonNull(Normalised.class.getAnnotation(FixedBeta.class));

        assertThatThrownBy(() -> new FixedBeta.Factory().create(annotation, Trial.facts(1_000)))
                .isInstanceOf(Facts.UnknownDataException.class);
    }

    private static FixedBeta.Strategy create(Class<?> experiment) {
        FixedBeta annotation = Objects.requireNonNull(experiment.getAnnotation(FixedBeta.class));
        return (FixedBeta.Strategy)
                new FixedBeta.Factory().create(annotation, Trial.facts(1_000).withLatents(16));
    }

    @FixedBeta(beta = 4)
    private static final class Four {}

    @FixedBeta(beta = 0.01, convention = BetaConvention.MEAN_SQUARED_ERROR)
    private static final class MeanWeight {}

    @FixedBeta(beta = 0.125, convention = BetaConvention.DECODER_VARIANCE)
    private static final class Variance {}

    @FixedBeta(beta = 0.02, convention = BetaConvention.NORMALISED)
    private static final class Normalised {}
}
