package dev.equipoise.experiment;

import dev.equipoise.part.Facts;
import java.lang.annotation.Annotation;
import java.util.function.Predicate;

/**
 * The part that a role takes where an experiment has none.
 *
 * @param annotation all of whose attributes have defaults
 * @param applies to facts of the raw data; a default that does not apply leaves the role empty
 */
public record DefaultPart(Class<? extends Annotation> annotation, Predicate<Facts> applies) {

    /** A default that always applies. */
    public static DefaultPart of(Class<? extends Annotation> annotation) {
        return new DefaultPart(annotation, facts -> true);
    }
}
