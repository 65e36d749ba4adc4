package dev.equipoise.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.part.Role;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Chooses the update from the gradient. */
@Role("optimizer")
public interface Optimizer {

    /** The optimizer of these parameters, with fresh state that {@code manager} owns. */
    Updater bind(Map<String, NDArray> parameters, NDManager manager);

    /** The numbers that it keeps for each parameter, for the estimate of the memory. */
    default int numbersPerParameter() {
        return 0;
    }

    /** An optimizer bound to the parameters of a run. */
    interface Updater {

        /**
         * Updates parameters in place.
         *
         * @param gradients by path of the parameter; parameters without one stay as they are
         * @param gradientNorm Euclidean norm of all of them together
         * @param learningRate of this step
         */
        void update(Map<String, NDArray> gradients, double gradientNorm, double learningRate);

        /** A copy of its state. */
        State state();

        /**
         * Restores a saved state.
         *
         * @throws dev.equipoise.run.IncompatibleResumeException if the state belongs to other parameters
         */
        void restore(State saved);
    }

    /**
     * The state of an optimizer between updates.
     *
     * @param arrays by name, such as "first/encoder.0.weight"
     * @param numbers by name, such as the count of updates of a parameter
     */
    record State(Map<String, Tensor> arrays, Map<String, Double> numbers) {

        /** The state of an optimizer without parameters. */
        public static final State NONE = new State(Map.of(), Map.of());

        /** This state together with that of an optimizer of other parameters. */
        public State and(State other) {
            return new State(union(arrays, other.arrays), union(numbers, other.numbers));
        }

        /** The entries whose names {@code like} has. */
        public State only(State like) {
            return new State(
                    kept(arrays, like.arrays.keySet()::contains), kept(numbers, like.numbers.keySet()::contains));
        }

        /** The entries whose names {@code like} lacks. */
        public State without(State like) {
            return new State(
                    kept(arrays, name -> !like.arrays.containsKey(name)),
                    kept(numbers, name -> !like.numbers.containsKey(name)));
        }

        private static <T> Map<String, T> union(Map<String, T> one, Map<String, T> other) {
            Map<String, T> union = new LinkedHashMap<>(one);
            union.putAll(other);
            return union;
        }

        private static <T> Map<String, T> kept(Map<String, T> all, Predicate<String> names) {
            Map<String, T> kept = new LinkedHashMap<>(all);
            kept.keySet().removeIf(names.negate());
            return kept;
        }
    }
}
