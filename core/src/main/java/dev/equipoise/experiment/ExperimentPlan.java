package dev.equipoise.experiment;

import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Objective;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Role;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What will be run: immutable, printable, with the origin of every value.
 *
 * @param type the experiment class
 * @param name of the experiment
 * @param values of {@code @Experiment} itself, by attribute name
 * @param parts in the order of their roles; preprocessing steps in their order
 * @param facts what is known before step 0
 * @param warnings what may not work as meant
 * @param overrides that changed the class's own values and parts
 */
public record ExperimentPlan(
        Class<?> type,
        String name,
        Map<String, Value> values,
        List<PlannedPart> parts,
        Facts facts,
        List<String> warnings,
        Overrides overrides) {

    public ExperimentPlan {
        parts = List.copyOf(parts);
        warnings = List.copyOf(warnings);
    }

    /** A plan without overrides. */
    public ExperimentPlan(
            Class<?> type,
            String name,
            Map<String, Value> values,
            List<PlannedPart> parts,
            Facts facts,
            List<String> warnings) {
        this(type, name, values, parts, facts, warnings, Overrides.NONE);
    }

    /** The part in a role that has exactly one. */
    public <T> T part(Class<T> role) {
        List<T> found = parts(role);
        if (found.size() != 1) {
            throw new IllegalStateException(
                    "the plan must have one part in role " + role.getSimpleName() + ", got " + found);
        }
        return found.get(0);
    }

    /** The parts in a role. */
    public <T> List<T> parts(Class<T> role) {
        return parts.stream()
                .filter(planned -> planned.role() == role)
                .map(planned -> role.cast(planned.part()))
                .toList();
    }

    /** The terms beyond reconstruction and divergence, after a divergence of several measures. */
    public List<LossTerm> furtherTerms() {
        return Stream.concat(
                        parts(Divergence.class).stream()
                                .filter(divergence -> divergence.measures().size() > 1),
                        parts(LossTerm.class).stream())
                .toList();
    }

    /** What the further terms measure, in their order, and the bound by several samples. */
    public List<Measure> furtherMeasures() {
        return Stream.concat(
                        furtherTerms().stream().flatMap(term -> term.measures().stream()),
                        parts(Objective.class).stream()
                                .filter(objective -> objective.samples() > 1)
                                .map(objective -> Measure.of(Measure.BOUND, Grain.BATCH, "nats")))
                .toList();
    }

    /** The key of the part in a role that has exactly one. */
    public String key(Class<?> role) {
        return parts.stream()
                .filter(planned -> planned.role() == role)
                .map(PlannedPart::key)
                .findFirst()
                .orElse("none");
    }

    /** The name of a part in messages: its role and key. */
    public String nameOf(Object part) {
        return parts.stream()
                .filter(planned -> planned.part() == part)
                .map(planned -> "the " + planned.roleName() + " " + planned.key())
                .findFirst()
                .orElseGet(() -> String.valueOf(part));
    }

    /** The same plan with further warnings, such as those that need the loaded data. */
    public ExperimentPlan withWarnings(List<String> more) {
        List<String> all = Stream.concat(warnings.stream(), more.stream()).toList();
        return new ExperimentPlan(type, name, values, parts, facts, all, overrides);
    }

    /** Seed of the initial weights, the order of the data and the noise. */
    public long seed() {
        return facts.seed();
    }

    /**
     * One part of a plan.
     *
     * @param key first half of the keys of its values, such as "myPart", or "myPart[1]" of several
     * @param role the role type that it takes
     * @param origin what put the part into the plan
     * @param values by attribute name, in alphabetical order (Java promises no order of declaration); empty for a part
     *     from a method of the experiment
     * @param part the part
     */
    public record PlannedPart(String key, Class<?> role, String origin, Map<String, Value> values, Object part) {

        /** The name of its role in messages, such as "learning rate". */
        public String roleName() {
            Role described = role.getAnnotation(Role.class);
            return described == null ? role.getSimpleName() : described.value();
        }
    }

    /**
     * One resolved value of a plan.
     *
     * @param value an int, long, double, boolean, String, enum constant, or an array of ints or doubles
     * @param unit its unit; empty for a pure number
     * @param origin where it comes from, such as "default", "annotation on DigitsFixed" or "--set"
     */
    public record Value(Object value, String unit, String origin) {}
}
