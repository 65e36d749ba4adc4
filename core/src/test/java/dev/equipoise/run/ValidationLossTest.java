package dev.equipoise.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Measures;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.PricedSum;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.Facts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ValidationLossTest {

    private static final SplitEvaluation SPLIT = new SplitEvaluation(
            new Measures(Double.NaN, 7, 6, 1.5, 1.25, List.of(), Map.of(), Optional.empty()),
            1.5,
            "",
            0,
            0,
            1,
            1,
            Optional.empty());

    private record Shaped(Penalty shape) implements OpenLoop {
        @Override
        public Prices prices(long step) {
            return Prices.beta(2);
        }

        @Override
        public Optional<Penalty> divergencePenalty() {
            return Optional.of(shape);
        }
    }

    private record Further() implements LossTerm {
        @Override
        public List<Measure> measures() {
            return List.of();
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            return List.of();
        }
    }

    private record Bound() implements Objective {
        @Override
        public NDArray loss(List<Objective.Priced> priced, Batch batch, VaeOutput output) {
            throw new AssertionError("the loss of means needs no arrays");
        }
    }

    private static OptionalDouble loss(BalancingStrategy<?> strategy, ExperimentPlan.PlannedPart... others) {
        ExperimentPlan.PlannedPart part =
                new ExperimentPlan.PlannedPart("strategy", BalancingStrategy.class, "test", Map.of(), strategy);
        ExperimentPlan plan = new ExperimentPlan(
                ValidationLossTest.class,
                "test",
                Map.of(),
                Stream.concat(Stream.of(part), Stream.of(others)).toList(),
                new Facts(Optional.empty(), 1, 1, 0),
                List.of());
        return new ValidationLoss(plan).at(Prices.beta(2), SPLIT);
    }

    private static <T> ExperimentPlan.PlannedPart in(Class<T> role, T part) {
        return new ExperimentPlan.PlannedPart("other", role, "test", Map.of(), part);
    }

    @Test
    void pricesThatAreWeightsAddTheMeansUp() {
        OpenLoop plain = step -> Prices.beta(2);

        assertThat(loss(plain)).hasValue(7 + 2 * 1.5);
        assertThat(loss(new Shaped(Penalty.weighted()), in(Objective.class, new PricedSum.Sum())))
                .hasValue(10);
    }

    @Test
    void whatNeedsMoreThanTheMeansHasNone() {
        OpenLoop plain = step -> Prices.beta(2);

        assertThat(loss(new Shaped(Penalty.absoluteDeviation()))).isEmpty();
        assertThat(loss(plain, in(Penalty.class, Penalty.absoluteDeviation()))).isEmpty();
        assertThat(loss(plain, in(LossTerm.class, new Further()))).isEmpty();
        assertThat(loss(plain, in(Objective.class, new Bound()))).isEmpty();
    }
}
