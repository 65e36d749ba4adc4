package dev.equipoise.local.loop;

import ai.djl.ndarray.NDArray;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Prices;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Critics;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Measured;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.Price;
import dev.equipoise.objective.Priced;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.objective.Weighted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The terms of an experiment with the shapes of their prices. */
final class PricedTerms {

    private static final Penalty LINEAR = new Weighted();

    private final Reconstruction reconstruction;
    private final Divergence divergence;
    private final List<LossTerm> others;
    private final Critics critics;
    private final Penalty reconstructionShape;
    private final Penalty divergenceShape;
    private final boolean sum;

    /** @param critics of the plan's terms */
    PricedTerms(ExperimentPlan plan, Critics critics) {
        this.critics = critics;
        reconstruction = plan.part(Reconstruction.class);
        divergence = plan.part(Divergence.class);
        others = plan.parts(LossTerm.class);
        sum = plan.part(Objective.class).sum();
        BalancingStrategy<?> strategy = plan.part(BalancingStrategy.class);
        reconstructionShape = strategy.reconstructionPenalty().orElse(LINEAR);
        divergenceShape = strategy.divergencePenalty()
                .orElseGet(() -> plan.parts(Penalty.class).stream().findFirst().orElse(LINEAR));
    }

    /** Every term of a plan. */
    static List<LossTerm> of(ExperimentPlan plan) {
        List<LossTerm> terms = new ArrayList<>(plan.parts(LossTerm.class));
        terms.add(0, plan.part(Divergence.class));
        terms.add(0, plan.part(Reconstruction.class));
        return terms;
    }

    Reconstruction reconstruction() {
        return reconstruction;
    }

    Divergence divergence() {
        return divergence;
    }

    /** A batch that the terms can measure. */
    Batch batch(NDArray data, Map<String, NDArray> side, Constants constants) {
        return new Batch(data, side, constants, critics);
    }

    /** Every measure of every term with its price. Recorded code. */
    List<Priced> price(Batch batch, VaeOutput output, Prices prices) {
        List<Priced> priced = new ArrayList<>();
        add(priced, reconstruction, reconstructionShape, prices.reconstruction(), batch, output);
        add(priced, divergence, divergenceShape, prices.divergence(), batch, output);
        for (LossTerm term : others) {
            add(priced, term, LINEAR, prices.of(term), batch, output);
        }
        return priced;
    }

    /** What makes the loss at these prices another one over parts of a batch; empty where it is the same. */
    Optional<String> ofWholeBatch(Prices prices) {
        if (!sum) {
            return Optional.of("the objective is no sum of its terms");
        }
        return Stream.of(
                        ofWholeBatch(reconstruction, reconstructionShape, prices.reconstruction()),
                        ofWholeBatch(divergence, divergenceShape, prices.divergence()),
                        others.stream()
                                .map(PricedTerms::comparing)
                                .flatMap(Optional::stream)
                                .findFirst())
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The same of what an evaluation measures. */
    Optional<String> ofWholeEvaluation() {
        return comparing(reconstruction).or(() -> comparing(divergence));
    }

    private static Optional<String> ofWholeBatch(LossTerm term, Penalty shape, Price price) {
        return comparing(term)
                .or(() -> shape.separable(price)
                        ? Optional.empty()
                        : Optional.of("'" + name(term) + "' is priced by its mean over the batch"));
    }

    private static Optional<String> comparing(LossTerm term) {
        return term.separable() && term.critic().isEmpty()
                ? Optional.empty()
                : Optional.of("'" + name(term) + "' is not known to be separable over examples");
    }

    private static String name(LossTerm term) {
        return term.measures().get(0).name();
    }

    private static void add(
            List<Priced> priced, LossTerm term, Penalty shape, Price price, Batch batch, VaeOutput output) {
        List<Measure> measures = term.measures();
        List<NDArray> values = term.measure(batch, output);
        for (int i = 0; i < measures.size(); i++) {
            Measure measure = measures.get(i);
            Price own = measure.relativeWeight() == 1
                    ? price
                    : new Price(price.weight() * measure.relativeWeight(), price.target());
            priced.add(new Priced(term, new Measured(measure, values.get(i), batch.constants()), shape, own));
        }
    }
}
