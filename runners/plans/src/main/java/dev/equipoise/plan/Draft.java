package dev.equipoise.plan;

import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.NearestName;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.part.Facts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** A part, or {@code @Experiment} itself, on its way into the plan: its values can still be set. */
final class Draft {

    /** Makes the part from its final values. */
    interface Maker {
        Object make(Map<String, Object> values, Facts facts);
    }

    private final Class<?> role;
    private final String name;
    private final String origin;
    private final List<Attribute> attributes;
    private final Predicate<Facts> applies;
    private final Maker maker;
    private final Map<String, ExperimentPlan.Value> values = new TreeMap<>();
    private final List<Overrides.Setting> settings = new ArrayList<>();
    private String key;
    private boolean sound = true;

    private Draft(
            Class<?> role,
            String name,
            String origin,
            List<Attribute> attributes,
            Predicate<Facts> applies,
            Maker maker) {
        this.role = role;
        this.name = name;
        this.key = name;
        this.origin = origin;
        this.attributes = attributes;
        this.applies = applies;
        this.maker = maker;
    }

    /** A part from an annotation with these values; attributes without one take their defaults. */
    static Draft of(PartType type, String origin, Map<String, Object> given, Predicate<Facts> applies, Maker maker) {
        return new Draft(type.role(), type.key(), origin, type.attributes(), applies, maker).with(given);
    }

    /** A part that a method of the experiment makes. */
    static Draft of(Class<?> role, String origin, String method, Function<Facts, Object> maker) {
        return new Draft(role, method + "()", origin, List.of(), facts -> true, (values, facts) -> maker.apply(facts));
    }

    /** The values of {@code @Experiment} itself. */
    static Draft experiment(String origin, Map<String, Object> given) {
        Maker none = (values, facts) -> {
            throw new IllegalStateException("@Experiment makes no part");
        };
        List<Attribute> attributes = Annotations.attributes(Experiment.class);
        return new Draft(Experiment.class, "experiment", origin, attributes, facts -> true, none).with(given);
    }

    private Draft with(Map<String, Object> given) {
        for (Attribute attribute : attributes) {
            Object value = given.get(attribute.name());
            if (value != null) {
                values.put(attribute.name(), new ExperimentPlan.Value(value, attribute.unit(), origin));
            } else {
                attribute
                        .defaultValue()
                        .ifPresent(known -> values.put(
                                attribute.name(), new ExperimentPlan.Value(known, attribute.unit(), "default")));
            }
        }
        return this;
    }

    Class<?> role() {
        return role;
    }

    /** The key without an index. */
    String name() {
        return name;
    }

    String key() {
        return key;
    }

    /** Gives it its place among parts of the same name. */
    void index(int index, int count) {
        key = count > 1 ? name + "[" + index + "]" : name;
    }

    String origin() {
        return origin;
    }

    /** What and where, for messages. */
    String place() {
        return key + " (" + origin + ")";
    }

    boolean applies(Facts raw) {
        return applies.test(raw);
    }

    List<String> keys() {
        return attributes.stream()
                .map(attribute -> key + "." + attribute.name())
                .toList();
    }

    /** The settings that changed it. */
    List<Overrides.Setting> settings() {
        return settings;
    }

    Map<String, ExperimentPlan.Value> values() {
        return Collections.unmodifiableMap(values);
    }

    <T> Optional<T> value(String attribute, Class<T> type) {
        return Optional.ofNullable(values.get(attribute))
                .map(ExperimentPlan.Value::value)
                .filter(type::isInstance)
                .map(type::cast);
    }

    void put(String attribute, ExperimentPlan.Value value) {
        values.put(attribute, value);
    }

    /** Whether nothing is known to be wrong with its values. */
    boolean sound() {
        return sound;
    }

    void unsound() {
        sound = false;
    }

    /** Sets one attribute; a value that cannot be read leaves the one that was there. */
    void set(String attributeName, Overrides.Setting setting, List<String> problems) {
        Optional<Attribute> found = attributes.stream()
                .filter(attribute -> attribute.name().equals(attributeName))
                .findFirst();
        if (found.isEmpty()) {
            problems.add("unknown key '" + setting.key() + "' (" + setting.origin() + ")"
                    + NearestName.hint(key + "." + attributeName, keys()));
            return;
        }
        Attribute attribute = found.get();
        settings.add(setting);
        try {
            Object value = AttributeText.parse(attribute.type(), setting.value());
            values.put(attributeName, new ExperimentPlan.Value(value, attribute.unit(), setting.origin()));
        } catch (IllegalArgumentException e) {
            problems.add(key + "." + attributeName + " must be " + AttributeText.expected(attribute.type()) + ", got '"
                    + setting.value() + "' (" + setting.origin() + ")");
            sound = false;
        }
    }

    /** Checks that every value is there and within its range. */
    void check(List<String> problems) {
        int before = problems.size();
        for (Attribute attribute : attributes) {
            String full = key + "." + attribute.name();
            ExperimentPlan.Value value = values.get(attribute.name());
            if (value != null) {
                attribute
                        .violated(value.value())
                        .ifPresent(constraint -> problems.add(full + " must " + constraint + ", got "
                                + AttributeText.of(value.value()) + " (" + value.origin() + ")"));
            } else if (sound) {
                problems.add(
                        full + " must be set, because it has no default (" + origin + "): add --set " + full + "=...");
            }
        }
        sound &= problems.size() == before;
    }

    Object make(Facts facts) {
        Map<String, Object> plain = new TreeMap<>();
        values.forEach((attribute, value) -> plain.put(attribute, value.value()));
        return maker.make(plain, facts);
    }
}
