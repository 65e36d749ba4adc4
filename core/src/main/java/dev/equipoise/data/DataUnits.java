package dev.equipoise.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Converts values of preprocessed data to the units of the source, so that runs with different preprocessing can be
 * compared. Elements that are constant on the training split count neither as elements nor in the Jacobian: a
 * model that reproduces them would be credited with any number of nats.
 *
 * @param slopes by which the steps stretch each element, none 0; length N
 * @param varies whether each element varies on the training split; length N
 */
public record DataUnits(double[] slopes, boolean[] varies) {

    /** The units of data; empty if {@link #missing} says why they have none. */
    public static Optional<DataUnits> of(PreprocessedData data) {
        if (missing(data).isPresent()) {
            return Optional.empty();
        }
        Split training = data.dataset().training();
        double[] slopes = new double[training.elements()];
        Arrays.fill(slopes, 1);
        for (FittedPreprocessing step : data.steps()) {
            double[] own = step.slopes().orElseThrow();
            Arrays.setAll(slopes, i -> slopes[i] * own[i]);
        }
        return Optional.of(new DataUnits(slopes, varying(training)));
    }

    /** Why data have no units to compare in: the step that gives none, or no element that varies. */
    public static Optional<String> missing(PreprocessedData data) {
        Optional<String> curved = data.steps().stream()
                .filter(step -> step.slopes().isEmpty())
                .findFirst()
                .map(step -> "the preprocessing step " + step.getClass().getSimpleName()
                        + " does not scale each element by a constant");
        return curved.or(() -> varies(data.dataset().training())
                ? Optional.empty()
                : Optional.of("no element varies on the training split"));
    }

    private static boolean varies(Split training) {
        for (boolean varies : varying(training)) {
            if (varies) {
                return true;
            }
        }
        return false;
    }

    private static boolean[] varying(Split split) {
        float[] values = split.values();
        boolean[] varies = new boolean[split.elements()];
        for (int i = split.elements(); i < values.length; i++) {
            int element = i % split.elements();
            varies[element] |= values[i] != values[element];
        }
        return varies;
    }

    /** The number of elements that vary on the training split. */
    public int elements() {
        return (int) counted().count();
    }

    /** The elements that are constant on the training split. */
    public List<Integer> constant() {
        List<Integer> constant = new ArrayList<>();
        for (int i = 0; i < varies.length; i++) {
            if (!varies[i]) {
                constant.add(i);
            }
        }
        return constant;
    }

    private IntStream counted() {
        return IntStream.range(0, varies.length).filter(i -> varies[i]);
    }

    /**
     * Logarithm of the absolute determinant of the steps over the elements that vary, in nats: added to a log density of
     * preprocessed data, it gives that of the source's.
     */
    public double logJacobian() {
        return counted().mapToDouble(i -> Math.log(Math.abs(slopes[i]))).sum();
    }

    /** The sum of preprocessed squared errors over the elements that vary. */
    public double varyingSum(double[] squaredErrors) {
        return counted().mapToDouble(i -> squaredErrors[i]).sum();
    }

    /** The sum of squared errors over the elements that vary, in the source's units. */
    public double sourceSum(double[] squaredErrors) {
        DoubleStream unstretched = counted().mapToDouble(i -> squaredErrors[i] / (slopes[i] * slopes[i]));
        return unstretched.sum();
    }
}
