package dev.equipoise.balance;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something with means over examples, which it gives by {@linkplain Measures their names}. */
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

    /** Means of what was trained on, which has a loss. */
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
