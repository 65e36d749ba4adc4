package dev.equipoise.app.internal.plan;

import dev.equipoise.part.Role;
import dev.equipoise.plan.Attribute;
import dev.equipoise.plan.AttributeText;
import dev.equipoise.plan.Catalogue;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part as a list shows it.
 *
 * @param role that it takes
 * @param key that {@code --with} and {@code --set} take
 * @param annotation its class
 * @param repeatable whether an experiment can have several
 * @param attributes in alphabetical order
 */
public record ListedPart(
        String role, String key, String annotation, boolean repeatable, List<ListedAttribute> attributes) {

    /**
     * One attribute.
     *
     * @param key that {@code --set} takes
     * @param kind what a value is, in words
     * @param range of a number, in words; empty if there is none
     * @param unit of the value; empty for a pure number
     * @param defaultValue as {@code --set} takes it; null if it must be set
     */
    public record ListedAttribute(
            String key,
            String kind,
            String range,
            String unit,
            @Nullable String defaultValue) {

        static ListedAttribute of(String part, Attribute attribute) {
            return new ListedAttribute(
                    part + "." + attribute.name(),
                    attribute.kind(),
                    attribute.bounds(),
                    attribute.unit(),
                    attribute.defaultValue().map(AttributeText::of).orElse(null));
        }
    }

    /** All parts of a catalogue by role and key, {@code @Experiment} itself before them. */
    public static List<ListedPart> all(Catalogue catalogue) {
        ListedPart experiment =
                of("experiment", "experiment", "dev.equipoise.experiment.Experiment", false, catalogue.experiment());
        Stream<ListedPart> parts = catalogue.parts().stream()
                .map(part -> of(
                        roleName(part.role()),
                        part.key(),
                        part.annotation().getName(),
                        part.repeatable(),
                        part.attributes()))
                .sorted(Comparator.comparing(ListedPart::role).thenComparing(ListedPart::key));
        return Stream.concat(Stream.of(experiment), parts).toList();
    }

    private static ListedPart of(
            String role, String key, String annotation, boolean repeatable, List<Attribute> attributes) {
        return new ListedPart(
                role,
                key,
                annotation,
                repeatable,
                attributes.stream()
                        .map(attribute -> ListedAttribute.of(key, attribute))
                        .toList());
    }

    private static String roleName(Class<?> type) {
        Role role = type.getAnnotation(Role.class);
        return role == null ? type.getSimpleName() : role.value();
    }
}
