package dev.equipoise.data;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.PartException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A source's data after its preprocessing steps.
 *
 * @param dataset as the last step left it
 * @param facts as the last step left them
 * @param steps as fitted to the training split, in their order
 * @param warnings of the steps
 */
public record PreprocessedData(
        Dataset dataset, DataFacts facts, List<FittedPreprocessing> steps, List<String> warnings) {

    public PreprocessedData {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }

    /**
     * Loads the data, fits each step to the training split as the steps before it left it, and applies it to both splits.
     * The source's own arrays are left as they are.
     *
     * @param steps in their order
     * @throws DataFormatException if the splits are not what the source's facts say, or a value is not finite or lies
     *     outside the declared range, before or after a step
     */
    public static PreprocessedData load(DataSource source, List<Preprocessing> steps) {
        return load(source, steps, String::valueOf);
    }

    /**
     * The same, with names of the parts for messages.
     *
     * @param names the name of a part in messages, such as "the data myData"
     * @throws PartException if a part fails, or returns null
     */
    public static PreprocessedData load(DataSource source, List<Preprocessing> steps, Function<Object, String> names) {
        String data = names.apply(source);
        DataFacts facts = ask(data, "facts", source::facts);
        Dataset loaded = ask(data, "splits", source::load);
        SplitCheck.check(loaded, facts, "of " + data, ask(data, "files", source::files));
        List<String> warnings = new ArrayList<>(ask(data, "warnings", source::warnings));
        warnings.addAll(DataLook.atSource(loaded, facts));
        Dataset dataset = steps.isEmpty()
                ? loaded
                : new Dataset(loaded.training().copy(), loaded.validation().copy());
        List<FittedPreprocessing> fitted = new ArrayList<>();
        for (Preprocessing step : steps) {
            String name = names.apply(step);
            DataFacts before = facts;
            facts = ask(name, "facts", () -> step.transform(before));
            FittedPreprocessing fit = ask(name, "a fitted step", () -> step.fit(dataset.training(), before));
            warnings.addAll(ask(name, "preprocessed values", () -> {
                apply(fit, dataset.training());
                apply(fit, dataset.validation());
                return fit.warnings(dataset.validation());
            }));
            SplitCheck.check(dataset, facts, "after " + name, List.of());
            fitted.add(fit);
        }
        Dataset rounded =
                new Dataset(dataset.training().rounded(), dataset.validation().rounded());
        return new PreprocessedData(rounded, facts, fitted, warnings);
    }

    /** What a part gives; that data cannot be read, or are not what they must be, it says itself. */
    private static <T> T ask(String name, String asked, Supplier<T> question) {
        try {
            return PartException.ask(name, asked, question);
        } catch (PartException e) {
            if (e.getCause() instanceof DataFormatException || e.getCause() instanceof InvalidPartException) {
                throw (RuntimeException) e.getCause();
            }
            throw e;
        }
    }

    /** To the exact numbers if there are any, which are then rounded anew. */
    private static void apply(FittedPreprocessing fit, Split split) {
        if (split.exact().length == 0) {
            fit.apply(split.values());
            return;
        }
        fit.apply(split.exact());
        for (int i = 0; i < split.values().length; i++) {
            split.values()[i] = (float) split.exact()[i];
        }
    }

    /** Undoes all steps on a copy of these values. */
    public float[] undo(float[] values) {
        float[] undone = values.clone();
        List<FittedPreprocessing> reversed = new ArrayList<>(steps);
        Collections.reverse(reversed);
        reversed.forEach(step -> step.undo(undone));
        return undone;
    }

    /** Warnings about the scale of values as the model gets them, which matter to a squared error alone. */
    public List<String> scaleWarnings() {
        return DataLook.ofSquaredError(this);
    }

    /**
     * Converts values of preprocessed data to the units of the source, so that runs with different preprocessing
     * can be compared. Elements that are constant on the training split are left out of the sums and of the Jacobian,
     * because a model that reproduces them would gain any number of nats.
     *
     * @param slopes slopes of all steps together, for each element; length N, none is 0
     * @param varies whether each element varies on the training split; length N
     */
    public record Units(double[] slopes, boolean[] varies) {

        /** The units of data; empty if {@link #missing} gives a reason. */
        public static Optional<Units> of(PreprocessedData data) {
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
            return Optional.of(new Units(slopes, varying(training)));
        }

        /** Why data have no units to compare in: a step is not linear in each element, or no element varies. */
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
         * Logarithm of the absolute determinant of the steps over the elements that vary, in nats: added to a log
         * density of preprocessed data, it gives the log density of the source's data.
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
}
