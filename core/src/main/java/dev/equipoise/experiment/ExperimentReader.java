package dev.equipoise.experiment;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Preprocessing;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads an annotated class and what overrides it into a plan, or reports everything that is wrong with it. */
public final class ExperimentReader {

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
        this.defaults = defaults;
        this.provided = provided;
    }

    /**
     * The plan.
     *
     * @throws InvalidExperimentException with every problem that can be found
     */
    public ExperimentPlan read(Class<?> type, Overrides overrides) {
        List<String> problems = new ArrayList<>();
        List<Annotations.Placed> placed = Annotations.on(type);
        Catalogue known = catalogue.including(Stream.concat(
                        placed.stream().map(Annotations.Placed::annotation),
                        defaults.stream().map(DefaultPart::annotation))
                .<Class<? extends Annotation>>map(annotation -> annotation)
                .toList());

        Draft experiment = experiment(type, problems);
        Selection selection =
                new Selection(known, factories, problems).annotated(placed).provided(provided(type, problems), type);
        List<Draft> chosen = selection.overridden(overrides, defaults);
        List<Draft> candidates = selection.defaults(defaults, overrides.without());
        List<Draft> all = Stream.of(List.of(experiment), chosen, candidates)
                .flatMap(List::stream)
                .toList();
        new Settings(type.getSimpleName(), known, all, problems).apply(overrides.settings());
        all.forEach(draft -> draft.check(problems));
        experiment
                .value("name", String.class)
                .flatMap(ExperimentName::violated)
                .ifPresent(violation -> problems.add("experiment.name " + violation));

        Made made = new Made(problems);
        Facts values = values(experiment, overrides.fast());
        Facts raw = data(made, concat(chosen, candidates), values, overrides.fast());
        List<Draft> parts = concat(chosen, applying(candidates, raw, made, type, problems));
        Set<Class<?>> roles = roles(known, parts);
        missing(roles, parts, candidates, raw, known, problems);

        Facts facts = new PreprocessingChain(made, problems).make(in(Preprocessing.class, parts), raw);
        Facts usable = experiment.sound() ? facts : PreprocessingChain.unknown(facts);
        parts.stream()
                .filter(draft -> draft.role() != DataSource.class && draft.role() != Preprocessing.class)
                .forEach(draft -> made.make(draft, draft.role(), usable));
        new BalanceCheck(made, problems).check(usable);
        List<String> warnings = warnings(made, usable);
        String name = experiment.value("name", String.class).orElse(type.getSimpleName());
        if (!problems.isEmpty()) {
            throw new InvalidExperimentException(name, List.copyOf(new java.util.LinkedHashSet<>(problems)));
        }
        return new ExperimentPlan(type, name, experiment.values(), made.planned(roles), facts, warnings);
    }

    private static Draft experiment(Class<?> type, List<String> problems) {
        Optional<Map<String, Object>> given = Annotations.experiment(type);
        Draft draft =
                Draft.experiment("annotation on " + type.getSimpleName(), given.orElse(Map.of("name", "unnamed")));
        if (given.isEmpty()) {
            problems.add(type.getName() + " must be annotated with @Experiment(name = \"...\")");
        }
        return draft;
    }

    private List<ProvidedParts.Provided> provided(Class<?> type, List<String> problems) {
        try {
            return provided.of(type);
        } catch (InvalidPartException e) {
            problems.addAll(e.problems());
            return List.of();
        }
    }

    /** The experiment's own numbers; in place of those that are wrong, ones that let the other checks go on. */
    private static Facts values(Draft experiment, boolean fast) {
        int batchSize = experiment.sound()
                ? experiment.value("batchSize", Integer.class).orElseThrow()
                : 1;
        int epochs =
                experiment.sound() ? experiment.value("epochs", Integer.class).orElseThrow() : 1;
        if (fast && epochs > FAST_EPOCHS) {
            epochs = FAST_EPOCHS;
            experiment.put("epochs", new Value(epochs, "epochs", "--fast"));
        }
        return new Facts(
                Optional.empty(),
                batchSize,
                epochs,
                experiment.value("seed", Long.class).orElse(0L));
    }

    private static final int FAST_EPOCHS = 2;

    /** Facts of the raw data; without data where it is missing or fails. */
    private static Facts data(Made made, List<Draft> drafts, Facts values, boolean fast) {
        List<Draft> sources = in(DataSource.class, drafts);
        if (sources.size() != 1) {
            return values;
        }
        Draft draft = sources.get(0);
        return made.make(draft, DataSource.class, values)
                .map(source -> fast ? Limited.fast(source, values.batchSize()) : source)
                .flatMap(source -> {
                    made.replace(draft, source);
                    return made.attempt(draft, source::facts);
                })
                .map(data -> new Facts(Optional.of(data), values.batchSize(), values.epochs(), values.seed()))
                .orElse(values);
    }

    /** The defaults that apply to the raw data; all of them to data that is not known. */
    private static List<Draft> applying(
            List<Draft> candidates, Facts raw, Made made, Class<?> type, List<String> problems) {
        if (raw.knownData().isEmpty()) {
            return in(DataSource.class, candidates);
        }
        Map<Boolean, List<Draft>> byUse = candidates.stream()
                .collect(Collectors.partitioningBy(draft -> draft.role() == DataSource.class
                        || made.attempt(draft, () -> draft.applies(raw)).orElse(false)));
        byUse.getOrDefault(false, List.of())
                .forEach(draft -> draft.settings()
                        .forEach(setting -> problems.add(Settings.needs(setting, type.getSimpleName(), draft.name()))));
        List<Draft> used = byUse.getOrDefault(true, List.of());
        used.stream()
                .filter(draft -> Roles.single(draft.role()))
                .collect(Collectors.groupingBy(Draft::role))
                .forEach((role, rivals) -> {
                    if (rivals.size() > 1) {
                        problems.add("role '" + Roles.name(role) + "' must have one default that applies, got "
                                + rivals.stream().map(Draft::name).collect(Collectors.joining(" and ")));
                    }
                });
        return used;
    }

    private static void missing(
            Set<Class<?>> roles,
            List<Draft> parts,
            List<Draft> candidates,
            Facts raw,
            Catalogue catalogue,
            List<String> problems) {
        Set<Class<?>> taken = parts.stream().map(Draft::role).collect(Collectors.toCollection(HashSet::new));
        if (raw.knownData().isEmpty()) {
            candidates.forEach(draft -> taken.add(draft.role()));
        }
        roles.stream()
                .filter(role -> Roles.required(role) && !taken.contains(role))
                .forEach(role -> problems.add("role '" + Roles.name(role) + "' must have a part, got none: annotate the"
                        + " experiment or put one in by --with; known are "
                        + catalogue.parts(role).stream().map(PartType::key).toList()));
    }

    private static Set<Class<?>> roles(Catalogue catalogue, List<Draft> parts) {
        return Roles.with(Stream.concat(
                        catalogue.parts().stream().<Class<?>>map(PartType::role),
                        parts.stream().map(Draft::role))
                .collect(Collectors.toSet()));
    }

    private static List<String> warnings(Made made, Facts facts) {
        return made.drafts(BalancingStrategy.class).stream()
                .filter(draft -> facts.knownData().isPresent())
                .flatMap(draft ->
                        made
                                .attempt(
                                        draft,
                                        () -> made.part(draft, BalancingStrategy.class)
                                                .foresee(facts))
                                .stream())
                .flatMap(List<?>::stream)
                .map(Object::toString)
                .toList();
    }

    private static List<Draft> in(Class<?> role, List<Draft> drafts) {
        return drafts.stream().filter(draft -> draft.role() == role).toList();
    }

    private static List<Draft> concat(List<Draft> some, List<Draft> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }
}
