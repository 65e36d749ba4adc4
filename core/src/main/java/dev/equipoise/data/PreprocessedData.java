package dev.equipoise.data;

import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.PartException;
import dev.equipoise.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A source's data after its preprocessing steps.
 *
 * @param dataset as the last step left it
 * @param facts as the last step left them
 * @param steps as fitted to the training split, in their order
 * @param warnings of the steps
 * @param condition the scale of what the model is given beside the data; empty if it is given nothing
 */
public record PreprocessedData(
        Dataset dataset,
        DataFacts facts,
        List<FittedPreprocessing> steps,
        List<String> warnings,
        Optional<AffinePreprocessing> condition) {

    /** A split in memory may take this share of the heap; there are two, and a second copy while a step is applied. */
    private static final int SHARE_OF_HEAP = 8;

    /** Data of a model that is given nothing else. */
    public PreprocessedData(Dataset dataset, DataFacts facts, List<FittedPreprocessing> steps, List<String> warnings) {
        this(dataset, facts, steps, warnings, Optional.empty());
    }

    public PreprocessedData {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }

    /**
     * Loads the data, fits each step to the training split as the steps before it left it, and applies it to both splits.
     * The source's own arrays are left as they are. A split that would take more than an eighth of the heap is preprocessed
     * whenever a row of it is read.
     *
     * @param steps in their order
     * @throws DataFormatException if the splits are not what the source's facts say, or a value is not finite or lies
     *     outside the declared range, before or after a step
     */
    public static PreprocessedData load(DataSource source, List<Preprocessing> steps) {
        return load(source, steps, String::valueOf, 0);
    }

    /**
     * The same, with names of the parts for messages.
     *
     * @param names the name of a part in messages, such as "the data myData"
     * @param seed of the run, for random steps
     * @throws PartException if a part fails, or returns null
     */
    public static PreprocessedData load(
            DataSource source, List<Preprocessing> steps, Function<Object, String> names, long seed) {
        return load(source, steps, names, seed, Optional.empty(), heap());
    }

    /**
     * The same with steps that were fitted before.
     *
     * @param fitted one for each step
     */
    public static PreprocessedData load(
            DataSource source,
            List<Preprocessing> steps,
            Function<Object, String> names,
            long seed,
            List<FittedPreprocessing> fitted) {
        return load(source, steps, names, seed, Optional.of(fitted), heap());
    }

    /** @param heap bytes that the JVM may use */
    static PreprocessedData load(
            DataSource source,
            List<Preprocessing> steps,
            Function<Object, String> names,
            long seed,
            Optional<List<FittedPreprocessing>> known,
            long heap) {
        String data = names.apply(source);
        DataFacts facts = ask(data, "facts", source::facts);
        Dataset loaded = ask(data, "splits", source::load);
        SplitCheck.check(loaded, facts, "of " + data, ask(data, "files", source::files));
        List<String> warnings = new ArrayList<>(ask(data, "warnings", source::warnings));
        warnings.addAll(DataLook.atSource(loaded, facts));
        Dataset dataset = loaded;
        List<FittedPreprocessing> fitted = new ArrayList<>();
        for (Preprocessing step : steps) {
            String name = names.apply(step);
            DataFacts before = facts;
            Dataset given = dataset;
            facts = ask(name, "facts", () -> Preprocessing.after(step, before));
            int number = fitted.size();
            FittedPreprocessing fit = known.map(all -> all.get(number))
                    .orElseGet(() -> ask(name, "a fitted step", () -> step.fit(given.training(), before)));
            int elements = facts.elements();
            dataset = ask(
                    name,
                    "preprocessed values",
                    () -> given.map(split -> applied(split, step, fit, elements, seed, heap)));
            Dataset done = dataset;
            SplitCheck.check(done, facts, "after " + name, List.of());
            warnings.addAll(ask(name, "warnings", () -> fit.warnings(done.validation())));
            fitted.add(fit);
        }
        Dataset done = dataset.map(split -> split.map(rows -> held(rows.rounded(), heap)));
        Optional<AffinePreprocessing> condition = condition(done.training(), facts.given());
        return new PreprocessedData(
                condition.map(scale -> done.map(split -> scaled(split, scale))).orElse(done),
                facts,
                fitted,
                warnings,
                condition);
    }

    /** Standardizes numbers by the training split, and leaves categories as they are. */
    private static Optional<AffinePreprocessing> condition(Split training, List<Column> given) {
        if (given.isEmpty()) {
            return Optional.empty();
        }
        Moments moments = Moments.of(new Split(training.given().orElseThrow(), new int[0]), 1);
        double[] scale = new double[Column.width(given)];
        double[] shift = new double[scale.length];
        Arrays.fill(scale, 1);
        int at = 0;
        for (Column column : given) {
            double deviation = moments.deviations()[at];
            if (column.categories().isEmpty()) {
                if (!(deviation > 0)) {
                    throw new DataFormatException("a condition must vary on the training split, but " + column.name()
                            + " does not; leave it out of the condition");
                }
                scale[at] = 1 / deviation;
                shift[at] = -moments.means()[at] / deviation;
            }
            at += column.width();
        }
        return Optional.of(new AffinePreprocessing(scale, shift, false));
    }

    private static Split scaled(Split split, AffinePreprocessing scale) {
        Split given = new Split(split.given().orElseThrow(), new int[0]);
        Rows beside = Rows.of(scale.apply(given.values()), given.elements());
        return new Split(split.rows(), split.labels(), Optional.of(beside));
    }

    /**
     * New examples of a source after its steps, which draw for them what they draw for an evaluation.
     *
     * @param split as the source read it
     * @param steps in their order
     * @param fitted one for each step
     * @param condition the scale of what the model is given beside the data
     * @param names the name of a part in messages
     * @param seed of the run
     * @throws DataFormatException if the examples are not what the source's facts say, or a value is not finite or lies
     *     outside the declared range, before or after a step
     */
    public static Split ofNew(
            Split split,
            DataSource source,
            List<Preprocessing> steps,
            List<FittedPreprocessing> fitted,
            Optional<AffinePreprocessing> condition,
            Function<Object, String> names,
            long seed) {
        DataFacts facts = source.facts();
        SplitCheck.check("the new examples of " + names.apply(source), split, facts);
        Split done = split;
        for (int i = 0; i < steps.size(); i++) {
            Preprocessing step = steps.get(i);
            facts = Preprocessing.after(step, facts);
            done = applied(done, step, fitted.get(i), facts.elements(), seed, heap());
            SplitCheck.check("the new examples after " + names.apply(step), done, facts);
        }
        Split held = done.map(rows -> held(rows.rounded(), heap()));
        return condition.map(scale -> scaled(held, scale)).orElse(held);
    }

    private static Split applied(
            Split split, Preprocessing step, FittedPreprocessing fit, int elements, long seed, long heap) {
        return split.map(rows -> held(new PreprocessedRows(rows, fit, elements, seed, stream(step), Draw.FIXED), heap));
    }

    private static long heap() {
        return Runtime.getRuntime().maxMemory();
    }

    /** Each step has its own. */
    private static long stream(Preprocessing step) {
        return CounterRandom.Stream.PREPROCESSING + CounterRandom.Stream.APART * step.order();
    }

    /** In memory if a few of its kind fit. */
    private static Rows held(Rows rows, long heap) {
        return !rows.random() && rows.bytes() <= heap / SHARE_OF_HEAP ? rows.inMemory() : rows;
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

    /** Undoes all steps on a copy of these values. */
    public float[] undo(float[] values) {
        return FittedPreprocessing.undo(steps, values);
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
     * @param steps in their order
     * @param varies whether each element varies on the training split; length N
     */
    public record Units(List<FittedPreprocessing> steps, boolean[] varies) {

        /**
         * The units of data.
         *
         * @throws IllegalArgumentException if {@link #missing} gives a reason
         */
        public static Units of(PreprocessedData data) {
            missing(data).ifPresent(reason -> {
                throw new IllegalArgumentException("data must have units, but " + reason);
            });
            return new Units(data.steps(), varying(data.dataset().training()));
        }

        /** Why the steps leave no units to compare in. */
        public static Optional<String> missing(PreprocessedData data) {
            if (data.facts().gaps()) {
                return Optional.of("values may be missing");
            }
            boolean even = true;
            float[] row = data.dataset().training().values(0, 1);
            for (FittedPreprocessing step : data.steps()) {
                if (step.logSlopes(row).isEmpty()) {
                    return Optional.of("the preprocessing step " + step.name() + " states no slope for each element");
                }
                if (step.rotates() && !even) {
                    return Optional.of("the preprocessing step " + step.name()
                            + " turns axes that an earlier step scaled differently");
                }
                even &= step.slopes()
                        .filter(slopes -> Arrays.stream(slopes).allMatch(slope -> slope == slopes[0]))
                        .isPresent();
            }
            return Optional.empty();
        }

        private static boolean[] varying(Split split) {
            boolean[] varies = new boolean[split.elements()];
            float[] first = split.values(0, 1);
            split.forEach((n, row) -> {
                for (int i = 0; i < row.length; i++) {
                    varies[i] |= row[i] != first[i];
                }
            });
            return varies;
        }

        /** The number of elements that vary on the training split. */
        public int elements() {
            return (int) counted().count();
        }

        /** The elements that are constant on the training split. */
        public List<Integer> constant() {
            return IntStream.range(0, varies.length)
                    .filter(i -> !varies[i])
                    .boxed()
                    .toList();
        }

        private IntStream counted() {
            return IntStream.range(0, varies.length).filter(i -> varies[i]);
        }

        /**
         * Logarithm of the absolute determinant of the steps over the elements that vary, in nats, as the mean over a
         * split: added to a log density of preprocessed data, it gives the log density of the source's data.
         *
         * @param split as the last step left it
         */
        public double logJacobian(Split split) {
            if (slopes().isPresent()) {
                return logJacobian(split.values(0, 1));
            }
            double[] sum = new double[1];
            split.forEach((n, row) -> sum[0] += logJacobian(row.clone()));
            return sum[0] / split.examples();
        }

        /** At a row, which is undone step by step. */
        private double logJacobian(float[] row) {
            double sum = 0;
            float[] at = row;
            for (int i = steps.size() - 1; i >= 0; i--) {
                double[] own = steps.get(i).logSlopes(at).orElseThrow();
                sum += counted().mapToDouble(element -> own[element]).sum();
                at = steps.get(i).undo(at);
            }
            return sum;
        }

        /** The sum of preprocessed squared errors over the elements that vary. */
        public double varyingSum(double[] squaredErrors) {
            return counted().mapToDouble(i -> squaredErrors[i]).sum();
        }

        /** The sum of squared errors over the elements that vary, in the source's units; NaN if a step is curved. */
        public double sourceSum(double[] squaredErrors) {
            return slopes().map(all -> counted()
                            .mapToDouble(i -> squaredErrors[i] / (all[i] * all[i]))
                            .sum())
                    .orElse(Double.NaN);
        }

        /** Of all steps together for each element; empty if a step is curved. */
        private Optional<double[]> slopes() {
            double[] slopes = new double[varies.length];
            Arrays.fill(slopes, 1);
            for (FittedPreprocessing step : steps) {
                Optional<double[]> own = step.slopes();
                if (own.isEmpty()) {
                    return own;
                }
                Arrays.setAll(slopes, i -> slopes[i] * own.get()[i]);
            }
            return Optional.of(slopes);
        }
    }
}
