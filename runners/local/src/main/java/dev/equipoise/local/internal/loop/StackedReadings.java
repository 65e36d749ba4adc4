package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.equipoise.balance.Contributions;
import dev.equipoise.balance.Measures;
import dev.equipoise.balance.Readings;
import dev.equipoise.balance.Readings.OfCritic;
import dev.equipoise.engine.Engines;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Measured;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.run.EngineName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects the numbers of a step on the device and reads them in one transfer. */
final class StackedReadings {

    private final EngineName engine;
    private final PricedTerms terms;

    StackedReadings(EngineName engine, PricedTerms terms) {
        this.engine = engine;
        this.terms = terms;
    }

    /**
     * Reads after backward and before the update; not recorded.
     *
     * @param critics differentiates them; asked only if the model's own loss and gradient are finite
     */
    Readings read(
            NDArray loss,
            List<Objective.Priced> priced,
            Batch batch,
            VaeOutput output,
            Collection<NDArray> gradients,
            boolean lastOfEpoch,
            Supplier<Map<String, OfCritic>> critics) {
        Constants constants = batch.constants();
        NDList columns = new NDList(loss);
        NDArray squaredError = null;
        Measured kl = null;
        for (Objective.Priced term : priced) {
            columns.add(term.measured().at(Grain.BATCH));
            Measure measure = term.measured().measure();
            if (measure.name().equals(Measure.SQUARED_ERROR)) {
                squaredError = term.measured().at(Grain.BATCH);
            } else if (measure.name().equals(Measure.KL) && measure.grain() == output.klGrain()) {
                kl = term.measured();
            }
        }
        List<Objective.Priced> shaped =
                terms.sum() ? priced.stream().filter(StackedReadings::shaped).toList() : List.of();
        shaped.forEach(term -> columns.add(term.contribution(batch)));
        if (terms.samples() > 1) {
            columns.add(bound(priced, batch, output));
        }
        columns.add(squaredError != null ? squaredError : squaredError(batch, output));
        boolean perLatent = output.klGrain() == Grain.LATENT_OF_EXAMPLE;
        columns.add((kl != null ? kl : kl(output, constants)).at(perLatent ? Grain.LATENT : Grain.BATCH));
        boolean gaps = batch.comparesSome();
        if (gaps) {
            columns.add(constants.meanOverRows(batch.comparedElements()));
        }
        columns.add(Engines.sumsOfSquares(engine, new NDList(gradients)));
        int latents = perLatent ? (int) output.mean().getShape().get(1) : 0;
        int examples = (int) batch.data().getShape().get(0) / terms.samples();
        return unpack(
                values(NDArrays.concat(columns, 1)),
                priced,
                shaped.size(),
                batch.elements(),
                gaps,
                latents,
                examples,
                lastOfEpoch,
                critics);
    }

    /** ln (1/K) Σ p(x, z)/q(z|x) over the samples of an example, averaged over examples, in nats. */
    private NDArray bound(List<Objective.Priced> priced, Batch batch, VaeOutput output) {
        double beta = weight(priced, terms.divergence()) / weight(priced, terms.reconstruction());
        NDArray logWeights = terms.logWeights(
                        batch, output, terms.reconstruction().decoderVariance(beta))
                .reshape(-1, terms.samples());
        Constants constants = batch.constants();
        return constants
                .meanOverRows(logWeights.sub(logWeights.logSoftmax(1)).reshape(-1, 1))
                .sub(constants.fixed(Math.log(terms.samples())));
    }

    /** Of the term's first measure, without its relative weight. */
    private static double weight(List<Objective.Priced> priced, LossTerm term) {
        return priced.stream()
                .filter(one -> one.term() == term)
                .findFirst()
                .map(one -> one.price().weight() / one.measured().measure().relativeWeight())
                .orElseThrow();
    }

    /** What is linear is known by its measure and its weight; what has no weight is no part of the loss. */
    private static boolean shaped(Objective.Priced term) {
        return term.price().weight() > 0 && !term.penalty().linear();
    }

    private NDArray squaredError(Batch batch, VaeOutput output) {
        NDArray prediction = terms.prediction(output.decoded(), batch.constants());
        return batch.constants().meanOverRows(batch.squaredError(prediction));
    }

    private static Measured kl(VaeOutput output, Constants constants) {
        return new Measured(Measure.of(Measure.KL, output.klGrain(), "nats"), output.kl(constants), constants);
    }

    private static double[] values(NDArray stacked) {
        if (stacked.getDataType() == DataType.FLOAT64) {
            return stacked.toDoubleArray();
        }
        float[] narrow = stacked.toFloatArray();
        double[] wide = new double[narrow.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = narrow[i];
        }
        return wide;
    }

    private Readings unpack(
            double[] values,
            List<Objective.Priced> priced,
            int shaped,
            long elements,
            boolean gaps,
            int latents,
            int examples,
            boolean lastOfEpoch,
            Supplier<Map<String, OfCritic>> critics) {
        Map<String, Double> measures = new LinkedHashMap<>();
        double reconstruction = 0;
        double divergence = 0;
        for (int i = 0; i < priced.size(); i++) {
            LossTerm term = priced.get(i).term();
            Measure measure = priced.get(i).measured().measure();
            double weighted = values[1 + i] * measure.relativeWeight();
            reconstruction += term == terms.reconstruction() ? weighted : 0;
            divergence += term == terms.divergence() ? weighted : 0;
            measures.put(measure.name(), values[1 + i]);
        }
        int at = 1 + priced.size();
        at += shaped;
        if (terms.samples() > 1) {
            measures.put(Measure.BOUND, values[at++]);
        }
        double squaredError = values[at++];
        Double[] klPerLatent = new Double[latents];
        double kl = latents == 0 ? values[at++] : 0;
        for (int i = 0; i < latents; i++) {
            klPerLatent[i] = values[at];
            kl += values[at++];
        }
        double observed = gaps ? values[at++] : elements;
        double squares = 0;
        while (at < values.length) {
            squares += values[at++];
        }
        double gradientNorm = Math.sqrt(squares);
        double normaliser = terms.reconstruction().normaliser(observed);
        Measures complete = new Measures(
                values[0],
                reconstruction,
                squaredError,
                terms.pricesDivergence() ? divergence : Double.NaN,
                kl,
                List.of(klPerLatent),
                measures,
                terms.sum() ? Optional.of(contributions(values, priced, normaliser)) : Optional.empty());
        return new Readings(
                gaps ? complete.withObserved(observed) : complete,
                gradientNorm,
                examples,
                lastOfEpoch,
                Double.isFinite(values[0]) && Double.isFinite(gradientNorm) ? critics.get() : Map.of());
    }

    private Contributions contributions(double[] values, List<Objective.Priced> priced, double normaliser) {
        double reconstruction = 0;
        double divergence = 0;
        Map<String, Double> further = new LinkedHashMap<>();
        int next = 1 + priced.size();
        for (int i = 0; i < priced.size(); i++) {
            Objective.Priced term = priced.get(i);
            // The reconstruction's first measure is the first of all.
            double measured = i == 0 ? values[1] - normaliser : values[1 + i];
            double value = shaped(term) ? values[next++] : term.price().weight() * measured;
            if (term.term() == terms.reconstruction()) {
                reconstruction += value;
            } else if (term.term() == terms.divergence()) {
                divergence += value;
            } else {
                further.put(term.measured().measure().name(), value);
            }
        }
        return new Contributions(reconstruction, divergence, further);
    }
}
