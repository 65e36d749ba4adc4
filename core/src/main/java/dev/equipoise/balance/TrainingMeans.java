package dev.equipoise.balance;

import java.util.Map;
import java.util.Optional;

/** Means of what was trained on, which has a loss. */
public interface TrainingMeans extends Means {

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
