package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.google.common.primitives.Booleans;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Prices;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.model.RowLayout;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Critic;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Gaussians;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Measured;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.Price;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.PartException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The terms of an experiment with the shapes of their prices. */
final class PricedTerms {

    private static final Penalty LINEAR = Penalty.weighted();
    private static final Shape ONE = new Shape(1, 1);

    private final Reconstruction reconstruction;
    private final Divergence divergence;
    private final List<LossTerm> others;
    private final Critic.All critics;
    private final Penalty reconstructionShape;
    private final Penalty divergenceShape;
    private final Objective objective;
    private final RowLayout layout;
    private final Optional<List<Double>> compared;
    private final IdentityHashMap<LossTerm, String> names = new IdentityHashMap<>();
    private final String objectiveName;

    /** @param critics of the plan's terms */
    PricedTerms(ExperimentPlan plan, Critic.All critics) {
        this.critics = critics;
        reconstruction = plan.part(Reconstruction.class);
        divergence = plan.part(Divergence.class);
        others = plan.parts(LossTerm.class);
        objective = plan.part(Objective.class);
        layout = RowLayout.of(plan.facts().data());
        compared = reconstruction
                .compared()
                .map(Booleans::asList)
                .map(all -> all.stream().map(is -> is ? 1.0 : 0.0).toList());
        objectiveName = plan.nameOf(objective);
        of(plan).forEach(term -> names.put(term, plan.nameOf(term)));
        BalancingStrategy<?> strategy = plan.part(BalancingStrategy.class);
        reconstructionShape = shape(strategy.reconstructionPenalty(), plan.nameOf(strategy));
        divergenceShape = strategy.divergencePenalty().isPresent()
                ? shape(strategy.divergencePenalty(), plan.nameOf(strategy))
                : plan.parts(Penalty.class).stream()
                        .findFirst()
                        .<Penalty>map(part -> new CheckedPenalty(plan.nameOf(part), part))
                        .orElse(LINEAR);
    }

    private static Penalty shape(Optional<Penalty> brought, String strategy) {
        return brought.<Penalty>map(penalty -> new CheckedPenalty("the penalty shape of " + strategy, penalty))
                .orElse(LINEAR);
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

    /** Values of the data that were decoded, shape (B, N). Recorded code. */
    NDArray prediction(NDArray decoded, Constants constants) {
        String name = name(reconstruction);
        NDArray prediction =
                PartException.ask(name, "predictions", () -> reconstruction.prediction(decoded, constants));
        if (!prediction.getShape().equals(decoded.getShape())) {
            throw new PartException(name + " must give predictions of the shape of what was decoded, "
                    + decoded.getShape() + ", got shape " + prediction.getShape());
        }
        return prediction;
    }

    /** What a term measures. Recorded code. */
    List<Measured> measured(LossTerm term, Batch batch, VaeOutput output) {
        return Measured.all(name(term), term, batch, output);
    }

    /** The mean over a batch of what a term measures, shape (1, 1). Recorded code. */
    NDArray mean(LossTerm term, Batch batch, VaeOutput output) {
        return measured(term, batch, output).stream()
                .map(measured -> measured.measure().relativeWeight() == 1
                        ? measured.at(Grain.BATCH)
                        : measured.at(Grain.BATCH)
                                .mul(batch.constants().fixed(measured.measure().relativeWeight())))
                .reduce(NDArray::add)
                .orElseThrow();
    }

    /** The loss of what was priced, shape (1, 1). Recorded code. */
    NDArray loss(List<Objective.Priced> priced, Batch batch, VaeOutput output) {
        NDArray loss = PartException.ask(objectiveName, "the loss", () -> objective.loss(priced, batch, output));
        if (!loss.getShape().equals(ONE)) {
            throw new PartException(
                    objectiveName + " must give a loss of shape " + ONE + ", got shape " + loss.getShape());
        }
        return loss;
    }

    Divergence divergence() {
        return divergence;
    }

    /**
     * A batch that the terms can measure.
     *
     * @param rows as the model gets them
     * @param drawn side inputs
     */
    Batch batch(NDArray rows, Map<String, NDArray> drawn, Constants constants) {
        Map<String, NDArray> side = new HashMap<>(drawn);
        side.putAll(layout.side(rows));
        compared.ifPresent(mask -> {
            NDArray row = constants.fixed(mask);
            NDArray observed = side.get(Batch.OBSERVED);
            side.put(Batch.COMPARED, observed == null ? row : observed.mul(row));
        });
        return new Batch(layout.data(rows), side, constants, critics);
    }

    /** Every measure of every term with its price. Recorded code. */
    List<Objective.Priced> price(Batch batch, VaeOutput output, Prices prices) {
        List<Objective.Priced> priced = new ArrayList<>();
        add(priced, reconstruction, reconstructionShape, prices.reconstruction(), batch, output);
        add(priced, divergence, divergenceShape, prices.divergence(), batch, output);
        for (LossTerm term : others) {
            boolean first = samples() > 1 && comparing(term).isPresent();
            add(
                    priced,
                    term,
                    LINEAR,
                    prices.of(term),
                    first ? batch.firstOf(samples()) : batch,
                    first ? ofExamples(output) : output);
        }
        return priced;
    }

    /** An output with one sample of each example, since terms and critics that compare rows take them for independent. */
    VaeOutput ofExamples(VaeOutput output) {
        return samples() == 1 ? output : output.firstOf(samples());
    }

    /** How many latent samples an example has in training. */
    int samples() {
        return objective.samples();
    }

    /** Factors of the gradient from samples to the encoder; empty if the objective has none. */
    Optional<Objective.PathScale> pathScale() {
        return objective.pathScale();
    }

    /** Whether the loss is the sum of what is priced. */
    boolean sum() {
        return objective.sum();
    }

    /** Whether the divergence is a part of the loss. */
    boolean pricesDivergence() {
        return objective.pricesDivergence();
    }

    /**
     * ln p(x|z) of each row in nats, constants included, shape (B, 1).
     *
     * @param variance of the Gaussian decoder; empty if the reconstruction is a likelihood in nats
     */
    NDArray logLikelihood(Batch batch, VaeOutput output, OptionalDouble variance) {
        Constants constants = batch.constants();
        if (variance.isPresent()) {
            double known = variance.getAsDouble();
            return batch.squaredError(prediction(output.decoded(), constants))
                    .mul(constants.moving(-0.5 / known))
                    .sub(batch.observedElements().mul(constants.moving(0.5 * Math.log(2 * Math.PI * known))));
        }
        return measured(reconstruction, batch, output).stream()
                .map(measured -> measured.at(Grain.EXAMPLE))
                .reduce(NDArray::add)
                .orElseThrow()
                .neg();
    }

    /** ln p(x, z) − ln q(z|x) of each row: the logarithm of its importance weight in nats, shape (B, 1). */
    NDArray logWeights(Batch batch, VaeOutput output, OptionalDouble variance) {
        Constants constants = batch.constants();
        return logLikelihood(batch, output, variance)
                .add(Gaussians.logPrior(output, constants))
                .sub(Gaussians.logPosterior(output, batch.side(Batch.NOISE), constants));
    }

    /** What makes the loss at these prices another one over parts of a batch; empty if it is the same. */
    Optional<String> ofWholeBatch(Prices prices) {
        if (!objective.separable()) {
            return Optional.of("the objective is not a mean over examples");
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
                        : Optional.of("'" + measure(term) + "' is priced by its mean over the batch"));
    }

    private static String measure(LossTerm term) {
        return term.measures().get(0).name();
    }

    private static Optional<String> comparing(LossTerm term) {
        return term.separable() && term.critic().isEmpty()
                ? Optional.empty()
                : Optional.of("'" + measure(term) + "' is not known to be separable over examples");
    }

    private String name(LossTerm term) {
        return Objects.requireNonNull(names.get(term), "a term of another plan");
    }

    private void add(
            List<Objective.Priced> priced, LossTerm term, Penalty shape, Price price, Batch batch, VaeOutput output) {
        for (Measured measured : measured(term, batch, output)) {
            Measure measure = measured.measure();
            Price own = measure.relativeWeight() == 1
                    ? price
                    : new Price(price.weight() * measure.relativeWeight(), price.target());
            priced.add(new Objective.Priced(term, measured, shape, own));
        }
    }
}
