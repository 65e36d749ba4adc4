package dev.equipoise.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.Price;
import dev.equipoise.testing.Trial;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CapacityTest {

    private static final Capacity.Strategy FIVE_NATS = new Capacity.Strategy(10, 5, 100);

    @Test
    void theCapacityRisesAlongALineAndStays() {
        assertThat(FIVE_NATS.prices(0).divergence()).isEqualTo(Price.towards(0, 10));
        assertThat(FIVE_NATS.prices(50).divergence()).isEqualTo(Price.towards(2.5, 10));
        assertThat(FIVE_NATS.prices(100).divergence()).isEqualTo(Price.towards(5, 10));
        assertThat(FIVE_NATS.prices(10_000).divergence()).isEqualTo(Price.towards(5, 10));
        assertThat(FIVE_NATS.klTarget(50, FIVE_NATS.initial())).contains(2.5);
    }

    @Test
    void itPricesTheDistanceFromTheCapacityAndHasNoBeta() {
        assertThat(FIVE_NATS.divergencePenalty()).contains(Penalty.absoluteDeviation());
        assertThat(FIVE_NATS.prices(0).effectiveBeta()).isEmpty();
        assertThat(FIVE_NATS.prices(200).effectiveBeta()).isEmpty();
    }

    @Test
    void itSettlesWhenTheCapacityIsFull() {
        assertThat(FIVE_NATS.settled(99, FIVE_NATS.initial())).isFalse();
        assertThat(FIVE_NATS.settled(100, FIVE_NATS.initial())).isTrue();
    }

    @Test
    void aRiseLongerThanTheRunIsForeseenWithWhereItEnds() {
        assertThat(FIVE_NATS.foresee(Trial.facts(50)))
                .containsExactly("the capacity takes 100 steps to rise, longer than the run of 50:"
                        + " it ends at 2.45 nats, not at 5.0; set capacity.steps to at most 50");
        assertThat(FIVE_NATS.foresee(Trial.facts(100))).isEmpty();
    }

    @Test
    void aCapacityOfNothingIsForeseen() {
        assertThat(new Capacity.Strategy(10, 0, 100).foresee(Trial.facts(1_000)))
                .containsExactly("a capacity of 0 nats never rises, and gamma then acts as a constant beta;"
                        + " set capacity.nats above 0, or use a constant beta");
    }

    @Test
    void aGammaThatIsTooSmallOrDrownsReconstructionIsForeseen() {
        assertThat(foresee(1, 2))
                .containsExactly(
                        "capacity.gamma is 1.0, and in a linear model with 5 latents a KL of 2.0 nats has beta"
                                + " 1.05: KL stays above the capacity; set capacity.gamma to 2 to 4 times that beta, 2.11 to 4.22");
        assertThat(foresee(1.1, 2)).isEmpty();
        assertThat(foresee(10.5, 2)).isEmpty();
        assertThat(foresee(10.6, 2))
                .singleElement()
                .asString()
                .contains(
                        "a gradient of more than 10 times that overwhelms the reconstruction",
                        "capacity.gamma to 2 to 4 times");
    }

    @Test
    void aCapacityThatIsMoreThanTheDataCanCarryIsForeseen() {
        assertThat(foresee(0.1, 12))
                .singleElement()
                .asString()
                .startsWith("capacity.nats asks for 12.0 nats, more than");
        assertThat(foresee(0.1, 10)).isEmpty();
    }

    @Test
    void besideAnotherReconstructionGammaIsJudgedByWhatCodesCanSave() {
        assertThat(foreseeSaving(100, 2, 18))
                .containsExactly(
                        "capacity.gamma is 100.0, and codes can save at most 18.00 of the reconstruction, so that"
                                + " no KL of 2.0 nats has a beta above 9.00: a gradient of more than 10 times that overwhelms"
                                + " the reconstruction; set capacity.gamma to at most 36.0");
        assertThat(foreseeSaving(90, 2, 18)).isEmpty();
        assertThat(foreseeSaving(0.001, 2, 18)).isEmpty();
        assertThat(foreseeSaving(1e9, 2, Double.POSITIVE_INFINITY)).isEmpty();
        assertThat(foreseeSaving(90, 12, 18)).singleElement().asString().contains("more than the data can carry");
    }

    /** With a variance of a twentieth, the beta of a KL is ten times that of the squared error. */
    @Test
    void gammaIsComparedWithTheBetaOfAGaussianLikelihood() {
        LinearOptimum optimum = new LinearOptimum(
                new double[] {4, 2, 1, 0.5, 0.25}, 5, true, OptionalDouble.of(0.05), Double.POSITIVE_INFINITY);
        assertThat(new Capacity.Strategy(10, 2, 100).foresee(Trial.facts(1_000), () -> optimum))
                .singleElement()
                .asString()
                .contains("a KL of 2.0 nats has beta 10.5: KL stays above the capacity");
        assertThat(new Capacity.Strategy(11, 2, 100).foresee(Trial.facts(1_000), () -> optimum))
                .isEmpty();
    }

    private static List<String> foreseeSaving(double gamma, double nats, double saving) {
        LinearOptimum optimum =
                new LinearOptimum(new double[] {4, 2, 1, 0.5, 0.25}, 5, false, OptionalDouble.empty(), saving);
        return new Capacity.Strategy(gamma, nats, 100).foresee(Trial.facts(1_000), () -> optimum);
    }

    private static List<String> foresee(double gamma, double nats) {
        LinearOptimum optimum = new LinearOptimum(new double[] {4, 2, 1, 0.5, 0.25}, 5, true);
        return new Capacity.Strategy(gamma, nats, 100).foresee(Trial.facts(1_000), () -> optimum);
    }

    @Test
    void withoutALengthTheRiseTakesHalfOfTheRun() {
        assertThat(create(Default.class)).isEqualTo(new Capacity.Strategy(10, 5, 500));
        assertThat(create(Moved.class)).isEqualTo(new Capacity.Strategy(3, 4, 20));
    }

    private static BalancingStrategy<?> create(Class<?> experiment) {
        Capacity annotation = Objects.requireNonNull(experiment.getAnnotation(Capacity.class));
        return new Capacity.Factory().create(annotation, Trial.facts(1_000));
    }

    @Capacity(nats = 5)
    private static final class Default {}

    @Capacity(gamma = 3, nats = 4, steps = 20)
    private static final class Moved {}
}
