package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import dev.equipoise.data.Split;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Negative log-likelihood of a table of mixed columns in nats, with all constants: a Gaussian of its own learned variance for
 * each column of numbers, a Bernoulli likelihood for each column of 0 and 1, a categorical one for each column of
 * categories, and one of counts for each column that the data state to have counts: Poisson if their variance is at most
 * their mean, else negative binomial with its own learned dispersion. All have the weight 1, so beta 1 gives the ELBO. The variance of a column of numbers has a floor, the variance
 * of rounding to its smallest gap (gap²/12): a column that takes few values and is coded exactly would outbid all others
 * without it. Squared errors are those of the columns of numbers.
 */
@Documented
@Part(TableNll.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface TableNll {

    /** One value for each group of columns, summed over its columns. */
    record Term(List<Column> columns) implements Reconstruction {

        private static final String LOG_VARIANCE = "logVariance";

        /** The least variance of a column, as a share of the variance of its numbers, if its gaps are not known. */
        private static final double LEAST = 1e-6;

        private static final String LOG_DISPERSION = "logDispersion";

        /** Counts of a smaller dispersion are Poisson counts, and their logarithms of factorials lose digits in floats. */
        static final double LEAST_DISPERSION = 1e-3;

        public Term {
            columns = List.copyOf(columns);
        }

        private Map<TableGroup, TableGroup.Elements> groups() {
            return TableGroup.of(columns);
        }

        @Override
        public List<Measure> measures() {
            return groups().keySet().stream()
                    .map(group -> Measure.of(group.measure(), Grain.EXAMPLE, "nats per example"))
                    .toList();
        }

        @Override
        public Map<String, List<Double>> learned() {
            Map<String, List<Double>> learned = new LinkedHashMap<>();
            of(TableGroup.NUMBERS, column -> 2 * Math.log(column.deviation()))
                    .ifPresent(initial -> learned.put(LOG_VARIANCE, initial));
            of(
                            TableGroup.DISPERSED_COUNTS,
                            column -> Math.log(column.dispersion().orElseThrow()))
                    .ifPresent(initial -> learned.put(LOG_DISPERSION, initial));
            return learned;
        }

        private Optional<List<Double>> of(TableGroup group, Function<Column, Double> value) {
            return Optional.of(columns.stream()
                            .filter(column -> TableGroup.of(column) == group)
                            .map(value)
                            .toList())
                    .filter(values -> !values.isEmpty());
        }

        private static double floor(Column column) {
            return Math.max(column.gap() * column.gap() / 12, LEAST * column.deviation() * column.deviation());
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            List<NDArray> measured = new ArrayList<>();
            groups().forEach((group, elements) -> measured.add(
                    switch (group) {
                        case NUMBERS -> numbers(batch, output, elements);
                        case BINARY -> binary(batch, output, elements);
                        case CATEGORIES -> categories(batch, output, elements);
                        case COUNTS -> counts(batch, output, elements);
                        case DISPERSED_COUNTS -> dispersed(batch, output, elements);
                    }));
            return measured;
        }

        /** ½·((x − x̂)²/s + ln s + ln 2π) of each column, s being its floor + exp(logVariance). */
        private NDArray numbers(Batch batch, VaeOutput output, TableGroup.Elements elements) {
            Constants constants = batch.constants();
            NDArray floors = constants.fixed(of(TableGroup.NUMBERS, Term::floor).orElseThrow());
            NDArray variance = output.learned(LOG_VARIANCE).exp().add(floors);
            NDArray error = elements.of(batch.data()).sub(elements.of(output.decoded()));
            NDArray nll = error.square()
                    .div(variance)
                    .add(variance.log())
                    .add(constants.fixed(Math.log(2 * Math.PI)))
                    .mul(constants.fixed(0.5));
            return sum(nll, batch, elements);
        }

        /** max(l, 0) − l·x + ln(1 + exp(−|l|)) of each column, for logits l. */
        private static NDArray binary(Batch batch, VaeOutput output, TableGroup.Elements elements) {
            Constants constants = batch.constants();
            NDArray logits = elements.of(output.decoded());
            NDArray half = constants.fixed(0.5);
            NDArray size = logits.abs();
            NDArray nll = logits.mul(half.sub(elements.of(batch.data())))
                    .add(size.mul(half))
                    .add(size.neg().exp().add(constants.fixed(1)).log());
            return sum(nll, batch, elements);
        }

        private static NDArray counts(Batch batch, VaeOutput output, TableGroup.Elements elements) {
            NDArray logRates = Counts.logMeans(elements.of(output.decoded()), batch.constants());
            return sum(Counts.poisson(elements.of(batch.data()), logRates, batch.constants()), batch, elements);
        }

        /** The dispersion is its floor + exp(logDispersion). */
        private static NDArray dispersed(Batch batch, VaeOutput output, TableGroup.Elements elements) {
            Constants constants = batch.constants();
            NDArray dispersion = output.learned(LOG_DISPERSION).exp().add(constants.fixed(LEAST_DISPERSION));
            NDArray nll = Counts.negativeBinomial(
                    elements.of(batch.data()),
                    Counts.logMeans(elements.of(output.decoded()), constants),
                    constants.fixed(1).div(dispersion),
                    dispersion.log(),
                    constants);
            return sum(nll, batch, elements);
        }

        private static NDArray sum(NDArray values, Batch batch, TableGroup.Elements elements) {
            NDArray observed = batch.side().get(Batch.OBSERVED);
            return batch.constants().sumOverColumns(observed == null ? values : values.mul(elements.of(observed)));
        }

        /** A missing category has no element that is 1. */
        private static NDArray categories(Batch batch, VaeOutput output, TableGroup.Elements elements) {
            NDList logProbabilities = new NDList();
            elements.spans()
                    .forEach(span ->
                            logProbabilities.add(span.of(output.decoded()).logSoftmax(1)));
            NDArray all = logProbabilities.size() == 1 ? logProbabilities.get(0) : NDArrays.concat(logProbabilities, 1);
            return batch.constants()
                    .sumOverColumns(elements.of(batch.data()).mul(all))
                    .neg();
        }

        @Override
        public boolean separable() {
            return true;
        }

        @Override
        public boolean leavesGapsOut() {
            return true;
        }

        /** The numbers, the means of counts, and the probabilities of ones and of categories. */
        @Override
        public NDArray prediction(NDArray decoded, Constants constants) {
            NDList pieces = new NDList();
            int at = 0;
            for (Column column : columns) {
                NDArray piece = new TableGroup.Span(at, at + column.width()).of(decoded);
                pieces.add(
                        switch (TableGroup.of(column)) {
                            case NUMBERS -> piece;
                            case BINARY -> Activation.sigmoid(piece);
                            case CATEGORIES -> piece.softmax(1);
                            case COUNTS, DISPERSED_COUNTS ->
                                Counts.logMeans(piece, constants).exp();
                        });
                at += column.width();
            }
            return pieces.size() == 1 ? pieces.get(0) : NDArrays.concat(pieces, 1);
        }

        @Override
        public Optional<boolean[]> compared() {
            boolean[] compared = new boolean[Column.width(columns)];
            Optional.ofNullable(groups().get(TableGroup.NUMBERS))
                    .ifPresent(elements -> elements.forEach(element -> compared[element] = true));
            return Optional.of(compared);
        }

        @Override
        public Optional<String> refused(Split split) {
            return TableGroup.refused(columns, split);
        }

        @Override
        public Map<String, Double> marginals(Split training, Split split) {
            Map<String, Double> marginals = new LinkedHashMap<>();
            TableMarginals known = new TableMarginals(columns, training, Term::floor);
            groups().forEach((group, elements) -> marginals.put(group.measure(), known.mean(group, split)));
            return marginals;
        }

        @Override
        public Optional<double[]> ofBestConstant(Split training, Split split) {
            return Optional.of(new TableMarginals(columns, training, Term::floor).ofExamples(split));
        }
    }

    /** Checks that the columns are known. */
    final class Factory implements PartFactory<TableNll, Reconstruction> {

        public Factory() {}

        @Override
        public Reconstruction create(TableNll annotation, Facts facts) {
            DataFacts data = facts.data();
            if (data.columns().isEmpty()) {
                throw new InvalidPartException("the data must be a table whose columns have names, got data of shape "
                        + data.shape() + " without; use a table of text, standardized or without preprocessing");
            }
            return new Term(data.columns());
        }
    }
}
