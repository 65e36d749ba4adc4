package dev.equipoise.experiment;

import dev.equipoise.part.Facts;
import java.lang.annotation.Annotation;
import java.util.function.Predicate;

/**
 * The part that fills a role that an experiment leaves empty.
 *
 * @param annotation the part's annotation, whose attributes all have defaults
 * @param applies to facts of the raw data; if the default does not apply, the role stays empty
 */
public record DefaultPart(Class<? extends Annotation> annotation, Predicate<Facts> applies) {

    /** A default that always applies. */
    public static DefaultPart of(Class<? extends Annotation> annotation) {
        return new DefaultPart(annotation, facts -> true);
    }
}
