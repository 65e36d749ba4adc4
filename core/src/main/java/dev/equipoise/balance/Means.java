package dev.equipoise.balance;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Anything that has means over examples. The methods return single values of its {@link Measures}. */
public interface Means {

    Measures means();

    default double reconstruction() {
        return means().reconstruction();
    }

    default double squaredError() {
        return means().squaredError();
    }

    default double divergence() {
        return means().divergence();
    }

    default double kl() {
        return means().kl();
    }

    default List<Double> klPerLatent() {
        return means().klPerLatent();
    }

    /** Means over training steps, which include the loss. */
    interface OfTraining extends Means {

        default double loss() {
            return means().loss();
        }

        /** Every measure of every term by name. */
        default Map<String, Double> measures() {
            return means().named();
        }

        default Optional<Contributions> contributions() {
            return means().contributions();
        }
    }
}
