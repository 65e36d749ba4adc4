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

/**
 * Negative log-likelihood of a table of mixed columns in nats, with all constants: a Gaussian of its own learned variance for
 * each column of numbers, a Bernoulli likelihood for each column of 0 and 1, a categorical one for each column of
 * categories. All have the weight 1, so beta 1 gives the ELBO. The variance of a column of numbers has a floor, the variance
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
            List<Double> initial = numbers().stream()
                    .map(column -> 2 * Math.log(column.deviation()))
                    .toList();
            return initial.isEmpty() ? Map.of() : Map.of(LOG_VARIANCE, initial);
        }

        private List<Column> numbers() {
            return columns.stream().filter(Column::number).toList();
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
                    }));
            return measured;
        }

        /** ½·((x − x̂)²/s + ln s + ln 2π) of each column, s being its floor + exp(logVariance). */
        private NDArray numbers(Batch batch, VaeOutput output, TableGroup.Elements elements) {
            Constants constants = batch.constants();
            NDArray floors = constants.fixed(numbers().stream().map(Term::floor).toList());
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

        /** The numbers, and the probabilities of ones and of categories. */
        @Override
        public NDArray prediction(NDArray decoded, Constants constants) {
            NDList pieces = new NDList();
            int at = 0;
            for (Column column : columns) {
                NDArray piece = new TableGroup.Span(at, at + column.width()).of(decoded);
                pieces.add(column.number() ? piece : column.binary() ? Activation.sigmoid(piece) : piece.softmax(1));
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
