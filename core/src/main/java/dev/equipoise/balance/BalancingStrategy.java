package dev.equipoise.balance;

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

/** Chooses the prices of every step. */
@Role("balancing strategy")
public interface BalancingStrategy<S extends Record> extends Stateful<S> {

    /**
     * The name under which a strategy {@linkplain #exported exports} the squared error per example that it steers to, so
     * that dashboards draw it and an alert fires if it is missed.
     */
    String SQUARED_ERROR_TARGET = "squaredErrorTarget";

    /** The prices of the step with this index, counted from 0. */
    Prices prices(long step, S state);

    /** The state after the step with this index. Readings may be non-finite. */
    S next(long step, S state, Readings readings);

    /** The shape of the divergence's price that this strategy needs; empty leaves the choice to the experiment. */
    default Optional<Penalty> divergencePenalty() {
        return Optional.empty();
    }

    /** The shape of the reconstruction's price that this strategy needs; empty leaves it linear. */
    default Optional<Penalty> reconstructionPenalty() {
        return Optional.empty();
    }

    /**
     * The effective beta: weight of KL over weight of squared error. A strategy whose reconstruction penalty hides the
     * latter in its shape says it here; empty if it has no meaning.
     */
    default OptionalDouble effectiveBeta(long step, S state) {
        return prices(step, state).effectiveBeta();
    }

    /** The variance of a Gaussian decoder that the strategy learns; empty leaves it to the effective beta. */
    default OptionalDouble decoderVariance(long step, S state) {
        return OptionalDouble.empty();
    }

    /** Length in steps of the cycle that the prices repeat, for what keeps in phase with it; empty without one. */
    default OptionalLong cycleSteps() {
        return OptionalLong.empty();
    }

    /** Whether the prices have reached their final level, so that early stopping may judge the run. */
    default boolean settled(long step, S state) {
        return true;
    }

    /** What makes the strategy meaningful beside a squared error alone, such as a value; empty if nothing does. */
    default Optional<String> onlyForSquaredError() {
        return Optional.empty();
    }

    /** What the strategy holds in the end, whatever beta that takes; empty if it aims at nothing. */
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
     * Warnings before step 0 that need the data's spectrum. Asked for after the data was loaded.
     *
     * @param optimum takes a second on images, so that only a strategy that needs it should ask; its b says something about
     *     beta only where {@link LinearOptimum#inSquaredError}
     */
    default List<String> foresee(Facts facts, Supplier<LinearOptimum> optimum) {
        return List.of();
    }

    /** The strategy's own numbers for monitoring, by name; each name gets its unit in the strategy's documentation. */
    default Map<String, Double> exported(S state) {
        return Map.of();
    }

    /** Between which values the strategy may move beta, for monitoring; empty if nothing bounds it. */
    default Optional<BetaBounds> betaBounds() {
        return Optional.empty();
    }

    /** The KL in nats that the strategy steers to, for monitoring; empty if it has no such target. */
    default Optional<Double> klTarget(long step, S state) {
        return Optional.empty();
    }
}
