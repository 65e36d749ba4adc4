package dev.equipoise.plan;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.data.Conditional;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.TestSplit;
import dev.equipoise.experiment.DefaultPart;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.Posterior;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Prior;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads an annotated class and its overrides into a plan, or reports all its problems. */
public final class ExperimentReader {

    /** What the facts come from that every other factory gets. */
    private static final Set<Class<?>> MADE_FIRST = Set.of(
            DataSource.class,
            TestSplit.Apart.class,
            Conditional.On.class,
            Preprocessing.class,
            Architecture.class,
            BalancingStrategy.class);

    private final Catalogue catalogue;
    private final FactoryMaker factories;
    private final Set<DefaultPart> defaults;
    private final ProvidedParts provided;

    /**
     * A reader.
     *
     * @param catalogue the known parts; part annotations of the class itself and of defaults need not be in it
     * @param factories makes the parts' factories
     * @param defaults the parts of roles that an experiment leaves empty
     * @param provided finds the parts that an experiment's methods make
     */
    public ExperimentReader(
            Catalogue catalogue, FactoryMaker factories, Set<DefaultPart> defaults, ProvidedParts provided) {
        this.catalogue = catalogue;
        this.factories = factories;
        this.defaults = Set.copyOf(defaults);
        this.provided = provided;
    }

    /**
     * The plan.
     *
     * @throws InvalidExperimentException with every problem that can be found
     */
    public ExperimentPlan read(Class<?> type, Overrides overrides) {
        return read(type, overrides, Optional.empty());
    }

    /**
     * The plan of an earlier run, whose data may be gone: the data source is created only when its values are
     * needed.
     *
     * @param begun the facts that the source reported then; empty if they are not known, so that the source is asked
     *     now
     * @throws InvalidExperimentException with every problem that can be found
     */
    public ExperimentPlan read(Class<?> type, Overrides overrides, Optional<DataFacts> begun) {
        List<String> problems = new ArrayList<>();
        List<Annotations.Placed> placed = Annotations.on(type, problems);
        LostParts.report(type, problems);
        Catalogue known = knownWith(placed);

        Draft experiment = ExperimentValues.read(type, problems);
        Selection selection = new Selection(known, factories, defaults, problems)
                .annotated(placed)
                .provided(provided(type, problems), type);
        List<Draft> chosen = selection.overridden(overrides);
        List<Draft> candidates = selection.defaults();
        List<Draft> drafts = concat(chosen, candidates);
        new Settings(type.getSimpleName(), known, concat(List.of(experiment), drafts), problems)
                .apply(overrides.settings());
        ExperimentValues.check(experiment, overrides.fast(), problems);
        drafts.forEach(draft -> draft.check(problems));

        MadeParts made = new MadeParts(problems);
        List<Draft> sources = in(DataSource.class, drafts);
        Facts own = ExperimentValues.facts(experiment);
        UnaryOperator<DataSource> split = changes(made, drafts, own);
        UnaryOperator<DataSource> used =
                overrides.fast() ? source -> FirstExamples.fast(split.apply(source), own.batchSize()) : split;
        Facts raw = begun.isPresent() && sources.size() == 1
                ? known(made, sources.get(0), used, own.withData(begun.get()))
                : raw(made, sources, used, own);
        Defaults empty = new Defaults(type.getSimpleName(), made, problems);
        List<Draft> parts = concat(chosen, empty.filled(candidates, raw));
        Set<Class<?>> roles = roles(known, parts);
        empty.reportMissing(roles, parts, known);

        Facts preprocessed = new PreprocessingChain(made, problems).make(in(Preprocessing.class, parts), raw);
        Facts ofData = experiment.sound() ? preprocessed : preprocessed.withoutData();
        Facts ofModel = in(Architecture.class, parts).stream()
                .flatMap(draft -> made.make(draft, Architecture.class, ofData).stream())
                .findFirst()
                .map(architecture -> ofData.withLatents(architecture.latent()))
                .orElse(ofData);
        int scheduled = ExperimentValues.scheduleEpochs(experiment);
        Facts facts = in(BalancingStrategy.class, parts).stream()
                .flatMap(draft -> made.make(draft, BalancingStrategy.class, ofModel.withEpochs(scheduled)).stream())
                .findFirst()
                .map(strategy -> ofModel.withBetaCycle(strategy.cycleSteps()))
                .orElse(ofModel);
        parts.stream()
                .filter(draft -> !MADE_FIRST.contains(draft.role()))
                .forEach(draft -> made.make(
                        draft, draft.role(), draft.role() == LearningRate.class ? facts.withEpochs(scheduled) : facts));
        againstPrior(made);
        Orders.sortAugmentations(made, problems);
        new BalanceCheck(made, problems).check(facts);
        List<String> warnings = concat(selection.warnings(), new PlanWarnings(made, facts).all());

        String name = experiment.value("name", String.class).orElseThrow();
        if (!problems.isEmpty()) {
            List<String> different = List.copyOf(new LinkedHashSet<>(problems));
            throw made.onlyBadData()
                    .map(badData -> new InvalidExperimentException(name, different, badData))
                    .orElseGet(() -> new InvalidExperimentException(name, different));
        }
        return new ExperimentPlan(type, name, experiment.values(), made.planned(roles), facts, warnings, overrides);
    }

    private Catalogue knownWith(List<Annotations.Placed> placed) {
        return catalogue.including(Stream.concat(
                        placed.stream().map(Annotations.Placed::annotation),
                        defaults.stream().map(DefaultPart::annotation))
                .<Class<? extends Annotation>>map(annotation -> annotation)
                .toList());
    }

    private List<ProvidedParts.Provided> provided(Class<?> type, List<String> problems) {
        try {
            return provided.of(type);
        } catch (InvalidPartException e) {
            problems.addAll(e.problems());
            return List.of();
        }
    }

    /** What takes test examples and conditions out of the source. */
    private static UnaryOperator<DataSource> changes(MadeParts made, List<Draft> drafts, Facts own) {
        Optional<TestSplit.Apart> apart = in(TestSplit.Apart.class, drafts).stream()
                .flatMap(draft -> made.make(draft, TestSplit.Apart.class, own).stream())
                .findFirst();
        Optional<Conditional.On> condition = in(Conditional.On.class, drafts).stream()
                .flatMap(draft -> made.make(draft, Conditional.On.class, own).stream())
                .findFirst();
        return source -> {
            DataSource divided = apart.map(test -> test.from(source)).orElse(source);
            return condition.map(on -> on.from(divided)).orElse(divided);
        };
    }

    /** Facts of the raw data; without data where its source is missing or fails. */
    private static Facts raw(MadeParts made, List<Draft> sources, UnaryOperator<DataSource> used, Facts own) {
        if (sources.size() != 1) {
            return own;
        }
        Draft draft = sources.get(0);
        return made.make(draft, DataSource.class, own)
                .map(used)
                .flatMap(source -> {
                    made.replace(draft, source);
                    return made.attempt(draft, source::facts);
                })
                .map(own::withData)
                .orElse(own);
    }

    private static Facts known(MadeParts made, Draft draft, UnaryOperator<DataSource> used, Facts raw) {
        made.replace(
                draft, new DeferredSource(raw.data(), () -> used.apply((DataSource) draft.make(raw.withoutData()))));
        return raw;
    }

    /** Terms that compare with the prior learn which one it is, and which variance all posteriors have. */
    private static void againstPrior(MadeParts made) {
        for (Draft prior : made.drafts(Prior.class)) {
            Prior of = made.part(prior, Prior.class);
            for (Class<? extends LossTerm> role : List.of(Divergence.class, LossTerm.class)) {
                made.drafts(role)
                        .forEach(draft -> made.attempt(draft, () -> against(made.part(draft, role), of, prior.place()))
                                .ifPresent(term -> made.replace(draft, term)));
            }
        }
        boolean priced = made.drafts(Objective.class).stream()
                .allMatch(draft -> made.part(draft, Objective.class).pricesDivergence());
        for (Draft posterior : made.drafts(Posterior.class)) {
            made.part(posterior, Posterior.class)
                    .fixedVariance()
                    .ifPresent(variance -> made.drafts(Divergence.class).stream()
                            .filter(draft -> priced)
                            .forEach(draft -> made.attempt(
                                            draft,
                                            () -> made.part(draft, Divergence.class)
                                                    .ofFixedVariance(variance))
                                    .ifPresent(term -> made.replace(draft, term))));
        }
    }

    private static LossTerm against(LossTerm term, Prior prior, String place) {
        try {
            return term.against(prior);
        } catch (InvalidPartException e) {
            throw new InvalidPartException(e.problems().stream()
                    .map(problem -> problem + "; the prior is " + place)
                    .toList());
        }
    }

    private static Set<Class<?>> roles(Catalogue catalogue, List<Draft> parts) {
        return Roles.with(Stream.concat(
                        catalogue.parts().stream().<Class<?>>map(PartType::role),
                        parts.stream().map(Draft::role))
                .collect(Collectors.toSet()));
    }

    private static List<Draft> in(Class<?> role, List<Draft> drafts) {
        return drafts.stream().filter(draft -> draft.role() == role).toList();
    }

    private static <T> List<T> concat(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }
}
