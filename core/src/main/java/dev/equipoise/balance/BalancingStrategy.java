package dev.equipoise.balance;

import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Penalty;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Role;
import dev.equipoise.part.Stateful;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Chooses the prices of every step. */
@Role("balancing strategy")
public interface BalancingStrategy<S extends Record> extends Stateful<S> {

    /**
     * The name under which a strategy {@linkplain #exported exports} its target for the squared error per example.
     * Dashboards draw this target, and an alert fires if it is missed.
     */
    String SQUARED_ERROR_TARGET = "squaredErrorTarget";

    /** The prices of the step with this index, counted from 0. */
    Prices prices(long step, S state);

    /** The state after the step with this index. Readings may be non-finite. */
    S next(long step, S state, Readings readings);

    /** The betas of which each example gets its own, on which gates in the model depend; empty if all have the same beta. */
    default Optional<Rates> rates() {
        return Optional.empty();
    }

    /** The penalty shape that this strategy needs for the divergence; empty to leave the choice to the experiment. */
    default Optional<Penalty> divergencePenalty() {
        return Optional.empty();
    }

    /** The penalty shape that this strategy needs for the reconstruction; empty for a linear one. */
    default Optional<Penalty> reconstructionPenalty() {
        return Optional.empty();
    }

    /**
     * The effective beta: weight of KL over weight of reconstruction. A strategy overrides it if the weight of the
     * reconstruction is part of a penalty shape. Empty if there is no effective beta.
     */
    default OptionalDouble effectiveBeta(long step, S state) {
        return prices(step, state).effectiveBeta();
    }

    /** The variance of a Gaussian decoder that the strategy learns; empty if the effective beta implies it. */
    default OptionalDouble decoderVariance(long step, S state) {
        return OptionalDouble.empty();
    }

    /**
     * Length in steps of the cycle that the prices repeat, for parts that stay in phase with it; empty if there is no
     * cycle.
     */
    default OptionalLong cycleSteps() {
        return OptionalLong.empty();
    }

    /** Whether the prices have reached their final level, so that early stopping may judge the run. */
    default boolean settled(long step, S state) {
        return true;
    }

    /**
     * The attribute or part that needs a squared error, such as a target value; empty if the strategy works with any
     * reconstruction.
     */
    default Optional<String> onlyForSquaredError() {
        return Optional.empty();
    }

    /** What needs a divergence that is KL, such as a target; empty if the strategy works with any divergence. */
    default Optional<String> onlyForKl() {
        return aim().filter(aim -> aim.held() == Aim.Held.KL).map(aim -> "the target of " + aim.value() + " nats");
    }

    /** The quantity that the strategy holds in the end; empty if it controls none. */
    default Optional<Aim> aim() {
        return Optional.empty();
    }

    /**
     * Steps after which a closed-loop strategy holds its {@link #aim}, if the model can. From then on the run is judged,
     * whether the strategy has settled or not. Empty if only {@link #settled} says when the prices are final.
     */
    default OptionalLong arrival() {
        return OptionalLong.empty();
    }

    /** Warnings before step 0 about what cannot work with this many steps and this data. */
    default List<String> foresee(Facts facts) {
        return List.of();
    }

    /**
     * Warnings before step 0 that need the data's spectrum. It is called after the data was loaded.
     *
     * @param optimum takes about a second on images, so call it only if it is needed; its b determines beta only if
     *     {@link LinearOptimum#knowsBeta}
     */
    default List<String> foresee(Facts facts, Supplier<LinearOptimum> optimum) {
        return List.of();
    }

    /** The strategy's own numbers for monitoring, by name; each name gets its unit in the strategy's documentation. */
    default Map<String, Double> exported(S state) {
        return Map.of();
    }

    /** The range in which the strategy may move beta, for monitoring; empty if beta has no bounds. */
    default Optional<BetaBounds> betaBounds() {
        return Optional.empty();
    }

    /** The KL target in nats, for monitoring; empty if the strategy has none. */
    default Optional<Double> klTarget(long step, S state) {
        return Optional.empty();
    }

    /**
     * Betas that are drawn for each example: ln beta is uniform between the logarithms of two bounds. The model gets
     * beta as the side input u, which is standardised ln beta; without it, as in evaluation, u is 0.
     *
     * @param lowest beta, above 0
     * @param highest beta, above the lowest
     */
    record Rates(double lowest, double highest) {

        /** The side input u. */
        public Batch.SideInput input() {
            return new Batch.SideInput("rate", 1, new Batch.Distribution.Uniform());
        }

        /** The beta at which u is 0: the geometric mean of the bounds. */
        public double middle() {
            return Math.sqrt(lowest * highest);
        }

        /** The standard deviation of ln beta: beta is {@link #middle}·e^(spread·u). */
        public double spread() {
            return Math.log(highest / lowest) / Math.sqrt(12);
        }

        /**
         * The u of a beta.
         *
         * @throws IllegalArgumentException if it is not between the bounds
         */
        public double standardised(double beta) {
            if (!(beta >= lowest && beta <= highest)) {
                throw new IllegalArgumentException("beta must be between " + lowest + " and " + highest
                        + ", for which the model was trained, got " + beta);
            }
            return Math.log(beta / middle()) / spread();
        }

        /** So many betas from the lowest to the highest, at equal ratios. */
        public List<Double> points(int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> Math.min(highest, lowest * Math.pow(highest / lowest, (double) i / (count - 1))))
                    .toList();
        }
    }

    /** The least and the greatest beta that a strategy may choose, in units of the reconstruction term per nat. */
    record BetaBounds(double min, double max) {

        /** A thousandth: a value nearer to a bound counts as at the bound. */
        private static final double NEAR = 1e-3;

        /** Whether a beta is at one of the bounds. */
        public boolean reached(double beta) {
            return beta <= min * (1 + NEAR) || beta >= max * (1 - NEAR);
        }
    }
}
