package dev.equipoise.plan;

import dev.equipoise.part.PartFactory;
import java.lang.annotation.Annotation;
import java.util.List;

/**
 * A part annotation of the catalogue.
 *
 * @param annotation the annotation's type
 * @param key first half of the keys of its attributes
 * @param role the role type that its part takes
 * @param factory the factory of the part
 * @param attributes in alphabetical order
 * @param repeatable whether an experiment can have several
 */
public record PartType(
        Class<? extends Annotation> annotation,
        String key,
        Class<?> role,
        Class<? extends PartFactory<?, ?>> factory,
        List<Attribute> attributes,
        boolean repeatable) {

    public PartType {
        attributes = List.copyOf(attributes);
    }

    /** The simple name, first letter lower-case: the key of a part whose simple name no other part has. */
    static String shortKey(Class<? extends Annotation> annotation) {
        String name = annotation.getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** The qualified name, which is a key that no other part can have. */
    String qualifiedKey() {
        return annotation.getName().replace('$', '.');
    }

    PartType withKey(String newKey) {
        return new PartType(annotation, newKey, role, factory, attributes, repeatable);
    }
}
