package dev.equipoise.balance;

import java.util.List;

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
}
