package dev.equipoise.balance;

import dev.equipoise.part.Facts;
import dev.equipoise.part.Role;
import java.util.List;

/** The learning rate as a function of the step; one that depends on readings too is a {@link SteeredRate}. */
@Role("learning rate")
@FunctionalInterface
public interface LearningRate extends Schedule {

    /** Whether it is meant to become so high that the trained model is of no use, as in a search for a rate. */
    default boolean spoils() {
        return false;
    }

    /** Warnings before step 0 about what cannot work with this many steps. */
    default List<String> foresee(Facts facts) {
        return List.of();
    }
}
