package dev.equipoise.plan;

import dev.equipoise.part.Facts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Fills the roles that an experiment leaves empty with the defaults that apply to its data. */
final class Defaults {

    private final String experiment;
    private final MadeParts made;
    private final List<String> problems;
    private final Set<Class<?>> undecided = new HashSet<>();

    Defaults(String experiment, MadeParts made, List<String> problems) {
        this.experiment = experiment;
        this.made = made;
        this.problems = problems;
    }

    /** The defaults that apply. If that depends on data that is not known, the role stays empty without a problem. */
    List<Draft> filled(List<Draft> candidates, Facts raw) {
        List<Draft> filled = new ArrayList<>();
        for (Draft candidate : candidates) {
            Optional<Boolean> applies =
                    made.attempt(candidate, raw.knownData().isPresent(), () -> candidate.applies(raw));
            if (applies.isEmpty()) {
                undecided.add(candidate.role());
            } else if (applies.get()) {
                filled.add(candidate);
            } else {
                candidate
                        .settings()
                        .forEach(setting -> problems.add(Settings.needs(setting, experiment, candidate.name())));
            }
        }
        filled.stream()
                .filter(draft -> Roles.single(draft.role()))
                .collect(Collectors.groupingBy(Draft::role, LinkedHashMap::new, Collectors.toList()))
                .forEach((role, rivals) -> reportRivals(role, rivals));
        return filled;
    }

    private void reportRivals(Class<?> role, List<Draft> rivals) {
        if (rivals.size() > 1) {
            problems.add("role '" + Roles.name(role) + "' must have one default that applies, got "
                    + rivals.stream().map(Draft::name).collect(Collectors.joining(" and ")));
        }
    }

    /** Reports the roles that must have a part and have none. */
    void reportMissing(Collection<Class<?>> roles, List<Draft> parts, Catalogue catalogue) {
        roles.stream()
                .filter(Roles::required)
                .filter(role -> !undecided.contains(role) && parts.stream().noneMatch(part -> part.role() == role))
                .forEach(role -> problems.add("role '" + Roles.name(role) + "' must have a part, got none: annotate the"
                        + " experiment or add one with --with; known parts are "
                        + catalogue.parts(role).stream().map(PartType::key).toList()));
    }
}
