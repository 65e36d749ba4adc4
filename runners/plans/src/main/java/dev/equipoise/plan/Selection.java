package dev.equipoise.plan;

import dev.equipoise.experiment.DefaultPart;
import dev.equipoise.experiment.NearestName;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which parts an experiment has: annotated, from its methods, put in, taken out, and the defaults of empty roles. */
final class Selection {

    /** A name with or without an index in brackets. */
    static final Pattern INDEXED = Pattern.compile("(.+?)(?:\\[(\\d{1,6})])?");

    private final Catalogue catalogue;
    private final FactoryMaker factories;
    private final Map<DefaultPart, PartType> defaults = new LinkedHashMap<>();
    private final List<String> problems;
    private final List<Draft> drafts = new ArrayList<>();
    private final Set<String> takenOut = new TreeSet<>();

    Selection(Catalogue catalogue, FactoryMaker factories, Collection<DefaultPart> defaults, List<String> problems) {
        this.catalogue = catalogue;
        this.factories = factories;
        this.problems = problems;
        defaults.forEach(candidate -> this.defaults.put(candidate, catalogue.part(candidate.annotation())));
    }

    /** Takes the annotated parts: of a single role, or of one annotation of another role, those of the lowest level. */
    Selection annotated(List<Annotations.Placed> placed) {
        Map<Class<?>, List<Annotations.Placed>> rivals = placed.stream()
                .collect(Collectors.groupingBy(
                        part -> {
                            Class<?> role = catalogue.part(part.annotation()).role();
                            return Roles.single(role) ? role : part.annotation();
                        },
                        LinkedHashMap::new,
                        Collectors.toList()));
        rivals.values().forEach(these -> {
            int lowest =
                    these.stream().mapToInt(Annotations.Placed::level).min().orElseThrow();
            these.stream()
                    .filter(part -> part.level() == lowest)
                    .map(part -> draft(catalogue.part(part.annotation()), part.origin(), part.values()))
                    .forEach(drafts::add);
        });
        return this;
    }

    /** Takes the parts that methods of the experiment make. */
    Selection provided(List<ProvidedParts.Provided> methods, Class<?> experiment) {
        for (ProvidedParts.Provided method : methods) {
            String origin = "method " + method.method() + " of " + experiment.getSimpleName();
            try {
                Class<?> role = Annotations.roleOf(method.type());
                drafts.add(Draft.of(role, origin, method.method(), method.maker()));
            } catch (InvalidPartException e) {
                e.problems().forEach(problem -> problems.add(origin + " " + problem));
            }
        }
        return this;
    }

    /** Takes parts out, then puts others in, as the overrides say; reports roles and parts that are there twice. */
    List<Draft> overridden(Overrides overrides) {
        index(drafts);
        overrides.without().stream().sorted().forEach(key -> takeOut(key, overrides.with()));
        List<Draft> putIn = overrides.with().stream()
                .flatMap(key -> known(key, "--with").stream())
                .map(type -> draft(type, "--with", Map.of()))
                .toList();
        putIn.stream()
                .filter(draft -> Roles.single(draft.role()))
                .forEach(draft -> drafts.removeIf(other -> other.role() == draft.role()));
        drafts.addAll(putIn);
        drafts.sort(Comparator.comparing(Draft::name));
        index(drafts);
        reportRivals();
        return drafts;
    }

    /** The defaults of the roles that have no part and were not taken out; which of them apply, the data will tell. */
    List<Draft> defaults() {
        return defaults.entrySet().stream()
                .filter(entry -> drafts.stream()
                        .noneMatch(draft -> draft.role() == entry.getValue().role()))
                .map(entry -> {
                    PartType type = entry.getValue();
                    return Draft.of(type, "default", Map.of(), entry.getKey().applies(), maker(type));
                })
                .sorted(Comparator.comparing(Draft::name))
                .toList();
    }

    /** What was taken out and comes back as the default of a role that must be taken. */
    List<String> warnings() {
        return defaults().stream()
                .filter(draft -> takenOut.contains(draft.name()))
                .map(draft -> "'" + draft.name() + "' (--without) returns with its default values: role '"
                        + Roles.name(draft.role())
                        + "' must have a part, and this is its default; add another one with"
                        + " --with")
                .toList();
    }

    private Draft draft(PartType type, String origin, Map<String, Object> values) {
        return Draft.of(type, origin, values, facts -> true, maker(type));
    }

    private Draft.Maker maker(PartType type) {
        return (values, facts) -> {
            @SuppressWarnings("unchecked") // the catalogue has checked that the factory takes this annotation
            PartFactory<Annotation, Object> factory = (PartFactory<Annotation, Object>) factories.make(type.factory());
            return factory.create(Annotations.make(type.annotation(), values), facts);
        };
    }

    private void takeOut(String key, List<String> with) {
        Matcher indexed = INDEXED.matcher(key);
        String given = indexed.matches() ? indexed.group(1) : key;
        String name = catalogue.named(given).map(PartType::key).orElse(given);
        boolean all = given.equals(key);
        if (with.contains(key)) {
            problems.add("'" + key + "' must be added or removed, got both --with and --without");
            return;
        }
        List<Draft> found = drafts.stream()
                .filter(draft ->
                        draft.name().equals(name) && (all || draft.key().equals(name + key.substring(given.length()))))
                .toList();
        drafts.removeAll(found);
        // The default of a role that must be taken steps in for what was annotated; any other default goes too.
        boolean standard = defaults.values()
                .removeIf(type -> type.key().equals(name) && (found.isEmpty() || !Roles.required(type.role())));
        if (!found.isEmpty()) {
            takenOut.add(name);
        }
        boolean there = drafts.stream().anyMatch(draft -> draft.name().equals(name));
        if (found.isEmpty() && !standard && (there || !known(given, "--without").isEmpty())) {
            problems.add("'" + key + "' (--without) must be a part of the experiment, which has "
                    + drafts.stream().map(Draft::key).sorted().toList());
        }
    }

    private List<PartType> known(String key, String option) {
        List<PartType> sharing = catalogue.sharing(key);
        List<PartType> found = catalogue.named(key).stream().toList();
        if (found.isEmpty()) {
            problems.add(
                    sharing.isEmpty()
                            ? "unknown part '" + key + "' (" + option + ")"
                                    + RemovedParts.hint(key).orElseGet(() -> NearestName.hint(key, catalogue.keys()))
                            : ambiguous(key, option, sharing));
        }
        return found;
    }

    /** The message for a short name of parts in several packages. */
    static String ambiguous(String key, String origin, List<PartType> sharing) {
        return "'" + key + "' (" + origin + ") must be one part, got "
                + sharing.stream().map(PartType::qualifiedKey).collect(Collectors.joining(" and "))
                + ": use its qualified name";
    }

    private static void index(List<Draft> drafts) {
        Map<String, List<Draft>> same =
                drafts.stream().collect(Collectors.groupingBy(Draft::name, LinkedHashMap::new, Collectors.toList()));
        same.values().forEach(these -> {
            for (int i = 0; i < these.size(); i++) {
                these.get(i).index(i, these.size());
            }
        });
    }

    private void reportRivals() {
        drafts.stream()
                .filter(draft -> Roles.single(draft.role()))
                .collect(Collectors.groupingBy(Draft::role, LinkedHashMap::new, Collectors.toList()))
                .forEach((role, rivals) -> reportRivals("role '" + Roles.name(role) + "' must have one part", rivals));
        Map<String, PartType> types = catalogue.parts().stream()
                .filter(type -> !type.repeatable() && !Roles.single(type.role()))
                .collect(Collectors.toMap(PartType::key, Function.identity()));
        drafts.stream()
                .filter(draft -> types.containsKey(draft.name()))
                .collect(Collectors.groupingBy(Draft::name, LinkedHashMap::new, Collectors.toList()))
                .forEach((name, rivals) ->
                        reportRivals("'" + name + "' is not repeatable and must appear once", rivals));
    }

    private void reportRivals(String rule, List<Draft> rivals) {
        if (rivals.size() > 1) {
            problems.add(rule + ", got " + rivals.stream().map(Draft::place).collect(Collectors.joining(" and ")));
        }
    }
}
