package dev.equipoise.plan;

import dev.equipoise.balance.Aim;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Prices;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.LayerShape;
import dev.equipoise.model.Posterior;
import dev.equipoise.model.VaeLayers;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.Price;
import dev.equipoise.objective.Prior;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.optimizer.ExponentialMovingAverage;
import dev.equipoise.optimizer.Optimizer;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules for parts that are used together; parts that could not be made are left out. */
final class BalanceCheck {

    private final MadeParts made;
    private final List<String> problems;

    BalanceCheck(MadeParts made, List<String> problems) {
        this.made = made;
        this.problems = problems;
    }

    /** The penalty shapes, the measures and the layers. */
    void check(Facts facts) {
        made.drafts(BalancingStrategy.class).forEach(this::broughtShapes);
        made.drafts(BalancingStrategy.class).forEach(this::firstPrices);
        made.drafts(BalancingStrategy.class).forEach(this::squaredError);
        made.drafts(BalancingStrategy.class).forEach(draft -> onlyForKl(draft).ifPresent(this::nats));
        made.drafts(Penalty.class)
                .forEach(draft -> shape(made.part(draft, Penalty.class), draft.place(), Divergence.class));
        made.drafts(Objective.class).forEach(this::bound);
        differentNames();
        facts.knownData().filter(DataFacts::gaps).ifPresent(data -> gaps());
        facts.knownData()
                .ifPresent(data -> made.drafts(Architecture.class)
                        .forEach(draft -> made.drafts(Posterior.class).stream()
                                .map(posterior -> made.part(posterior, Posterior.class))
                                .forEach(posterior -> layers(draft, posterior, facts, data))));
    }

    private void gaps() {
        made.drafts(Reconstruction.class).stream()
                .filter(term -> made.attempt(term, made.part(term, Reconstruction.class)::leavesGapsOut)
                        .filter(out -> !out)
                        .isPresent())
                .forEach(
                        term -> problems.add("the reconstruction term of data that may lack values must leave them out,"
                                + " got " + term.place()
                                + ", whose leavesGapsOut is false; fill the missing values, or sum by"
                                + " Batch.sumOverElements"));
    }

    private void broughtShapes(Draft draft) {
        BalancingStrategy<?> strategy = made.part(draft, BalancingStrategy.class);
        Optional<Penalty> divergence =
                made.attempt(draft, strategy::divergencePenalty).flatMap(penalty -> penalty);
        Optional<Penalty> reconstruction =
                made.attempt(draft, strategy::reconstructionPenalty).flatMap(penalty -> penalty);
        divergence.ifPresent(penalty -> shape(penalty, draft.place(), Divergence.class));
        reconstruction.ifPresent(penalty -> shape(penalty, draft.place(), Reconstruction.class));
        if (divergence.isPresent()) {
            made.drafts(Penalty.class)
                    .forEach(part -> problems.add("the penalty shape of the divergence must come from one part, got "
                            + part.place() + " and that of " + draft.place() + ": remove one of them"));
        }
    }

    private void squaredError(Draft draft) {
        BalancingStrategy<?> strategy = made.part(draft, BalancingStrategy.class);
        made.attempt(draft, strategy::aim)
                .flatMap(aim -> aim)
                .filter(aim -> aim.held() == Aim.Held.SQUARED_ERROR)
                .ifPresent(aim -> made.drafts(Reconstruction.class).stream()
                        .filter(term -> made.attempt(term, made.part(term, Reconstruction.class)::compared)
                                .filter(Optional::isPresent)
                                .isPresent())
                        .forEach(term -> problems.add("the squared error that " + draft.place()
                                + " holds must be that of all elements, but " + term.place()
                                + " measures it of some columns only")));
        made.attempt(draft, strategy::onlyForSquaredError)
                .flatMap(what -> what)
                .ifPresent(
                        what -> made.drafts(Reconstruction.class).stream()
                                .filter(term -> measures(term).stream()
                                        .noneMatch(measure -> measure.name().equals(Measure.SQUARED_ERROR)))
                                .forEach(
                                        term -> problems.add(
                                                what + " of " + draft.place()
                                                        + " must be used with a squared error, got " + term.place()
                                                        + ": give beta as the weight of KL relative to the term, in the convention SQUARED_ERROR")));
    }

    private Optional<String> onlyForKl(Draft draft) {
        BalancingStrategy<?> strategy = made.part(draft, BalancingStrategy.class);
        return made.attempt(draft, strategy::onlyForKl)
                .flatMap(what -> what)
                .map(what -> what + " of " + draft.place());
    }

    /** What is stated in nats of KL has no meaning for another divergence. */
    private void nats(String what) {
        made.drafts(Divergence.class).stream()
                .filter(term -> !measures(term).isEmpty()
                        && !made.part(term, Divergence.class).kl())
                .forEach(term -> problems.add(what + " must be used with a divergence whose mean is KL, got '"
                        + measures(term).get(0).name() + "' of " + term.place()
                        + ": its values are no nats of KL; choose a KL estimator, or a fixed or scheduled beta"));
    }

    /** What has no meaning beside an objective whose loss has no divergence. */
    private void bound(Draft draft) {
        Objective objective = made.part(draft, Objective.class);
        if (objective.pathScale().isPresent()) {
            made.drafts(LossTerm.class)
                    .forEach(term -> problems.add("the objective " + draft.place() + " must have no further loss term,"
                            + " got " + term.place() + ": the term's gradient would be scaled with that of the samples;"
                            + " remove one of them"));
        }
        if (objective.pricesDivergence()) {
            return;
        }
        made.drafts(Divergence.class).stream()
                .filter(term -> measures(term).stream()
                        .anyMatch(measure -> !measure.name().equals(Measure.KL)))
                .forEach(term -> problems.add("the divergence beside the objective " + draft.place()
                        + " must be the exact KL, which is only reported, got '"
                        + measures(term).get(0).name() + "' of " + term.place()
                        + ": the loss has ln p(z) − ln q(z|x) of its samples in place of a divergence"));
        made.drafts(BalancingStrategy.class)
                .forEach(strategy -> onlyForKl(strategy)
                        .ifPresent(what -> problems.add(what + " must have a divergence in the loss to hold, got "
                                + draft.place() + ", whose loss has none; choose a fixed or scheduled beta")));
        made.drafts(Reconstruction.class)
                .forEach(term -> measures(term).stream()
                        .filter(measure -> !measure.grain().reaches(Grain.EXAMPLE))
                        .forEach(measure -> problems.add("the objective " + draft.place()
                                + " must have a reconstruction of each example, got '" + measure.name() + "' of grain "
                                + measure.grain() + " from " + term.place())));
    }

    /** A loss of the first step whose every price is 0 has nothing to minimise. */
    private void firstPrices(Draft draft) {
        BalancingStrategy<?> strategy = made.part(draft, BalancingStrategy.class);
        made.attempt(draft, () -> first(strategy))
                .filter(prices -> prices.reconstruction().weight() == 0
                        && prices.divergence().weight() == 0
                        && made.drafts(LossTerm.class).stream().allMatch(term -> weight(prices, term) == 0))
                .ifPresent(prices -> problems.add("the prices of " + draft.place()
                        + " must not all be 0, got 0 for every term at the first step: nothing would be minimised"));
    }

    private static <S extends Record> Prices first(BalancingStrategy<S> strategy) {
        try {
            return strategy.prices(0, strategy.initial());
        } catch (Price.InvalidPriceException e) {
            throw new InvalidPartException("its prices of the first step must be valid: " + e.getMessage());
        }
    }

    private double weight(Prices prices, Draft draft) {
        LossTerm term = made.part(draft, LossTerm.class);
        return measures(draft).stream()
                .findFirst()
                .map(measure -> prices.others().get(measure.name()))
                .map(Price::weight)
                .orElseGet(term::weight);
    }

    private void shape(Penalty penalty, String place, Class<? extends LossTerm> role) {
        if (penalty.linear()) {
            return;
        }
        made.drafts(Objective.class).stream()
                .filter(objective -> made.part(objective, Objective.class).linearOnly())
                .forEach(objective -> problems.add("the objective " + objective.place()
                        + " must have linear penalties only, got the shape of " + place
                        + ": the weights of its samples are sums of weighted terms"));
        if (penalty.freeNats(1) > 0) {
            nats("the free nats of " + place);
        }
        for (Draft term : made.drafts(role)) {
            List<Measure> measures = measures(term);
            measures.stream()
                    .filter(measure -> !penalty.prices(measure))
                    .forEach(measure -> problems.add("the shape of " + place + " must have a measure that it can price,"
                            + " got '" + measure.name() + "' in " + measure.unit() + " of " + term.place()));
            if (measures.size() > 1) {
                problems.add("the shape of " + place + " must act on one measure, got the " + measures.size() + " of "
                        + term.place() + ": only a linear shape works with several");
            } else if (!measures.isEmpty() && !measures.get(0).grain().reaches(penalty.grain())) {
                problems.add("the shape of " + place + " must act at a grain that its measure reaches, got "
                        + penalty.grain() + " for measure '" + measures.get(0).name() + "' of grain "
                        + measures.get(0).grain() + " of " + term.place() + besidePrior());
            }
        }
    }

    /** Why KL may have no latents. */
    private String besidePrior() {
        return made.drafts(Prior.class).stream()
                .filter(draft -> made.part(draft, Prior.class).components() > 1)
                .map(draft -> ", since latents have no KL of their own beside the prior " + draft.place())
                .findFirst()
                .orElse("");
    }

    private void differentNames() {
        Map<String, Draft> owners = new HashMap<>();
        Stream.of(Reconstruction.class, Divergence.class, LossTerm.class)
                .flatMap(role -> made.drafts(role).stream())
                .forEach(term -> measures(term).forEach(measure -> {
                    Draft owner = owners.putIfAbsent(measure.name(), term);
                    if (owner != null) {
                        problems.add("the name of a measure must be unique, got '" + measure.name() + "' from "
                                + owner.place() + " and " + term.place());
                    }
                }));
    }

    private List<Measure> measures(Draft term) {
        return made.attempt(term, () -> sound(made.part(term, LossTerm.class))).orElse(List.of());
    }

    private static List<Measure> sound(LossTerm term) {
        List<Measure> measures = term.measures();
        if (measures == null || measures.isEmpty()) {
            throw new InvalidPartException("it must have at least one measure, got " + measures);
        }
        measures.stream()
                .filter(measure -> !(measure.relativeWeight() >= 0) || Double.isInfinite(measure.relativeWeight()))
                .forEach(measure -> {
                    throw new InvalidPartException("the relative weight of measure '" + measure.name()
                            + "' must be finite and at least 0, got " + measure.relativeWeight());
                });
        if (!(term.weight() >= 0) || Double.isInfinite(term.weight())) {
            throw new InvalidPartException("its weight must be finite and at least 0, got " + term.weight());
        }
        return measures;
    }

    private int ofOptimizer() {
        return made.drafts(Optimizer.class).stream()
                .mapToInt(draft -> made.part(draft, Optimizer.class).numbersPerParameter())
                .sum();
    }

    private VaeLayers layers(Architecture architecture, Posterior posterior, DataFacts data) {
        List<Draft> strategies = made.drafts(BalancingStrategy.class);
        return strategies.isEmpty()
                ? VaeLayers.of(architecture, posterior, data)
                : VaeLayers.of(architecture, posterior, data, made.part(strategies.get(0), BalancingStrategy.class));
    }

    private void layers(Draft draft, Posterior posterior, Facts facts, DataFacts data) {
        Architecture architecture = made.part(draft, Architecture.class);
        made.attempt(draft, () -> {
            List<LayerShape> layers = LayerShape.of(layers(architecture, posterior, data), data.elements());
            List<Integer> decoded = layers.get(layers.size() - 1).output();
            if (!decoded.equals(List.of(data.elements()))) {
                throw new InvalidPartException("its decoder must end with the " + data.elements()
                        + " elements of a datum, flat, got shape " + decoded);
            }
            List<String> tooLarge = new ModelSize(
                            layers,
                            ofOptimizer(),
                            made.drafts(ExponentialMovingAverage.Settings.class).size(),
                            facts.batchSize(),
                            made.drafts(Objective.class).stream()
                                    .mapToInt(objective -> made.part(objective, Objective.class)
                                            .samples())
                                    .max()
                                    .orElse(1))
                    .problems(facts, data, architecture.latent());
            if (!tooLarge.isEmpty()) {
                throw new InvalidPartException(tooLarge);
            }
            return layers;
        });
    }
}
