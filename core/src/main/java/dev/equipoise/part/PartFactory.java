package dev.equipoise.part;

import java.lang.annotation.Annotation;

/**
 * Turns an annotation into a part. Made by Guice, so its constructor can inject. It validates and touches no engine.
 *
 * @param <A> the annotation
 * @param <P> the part
 */
@FunctionalInterface
public interface PartFactory<A extends Annotation, P> {

    /**
     * The part.
     *
     * @param facts what is known before the run; the factory of the data source gets none of the data's
     * @throws InvalidPartException if the annotation's values cannot work; several can be collected into one
     */
    P create(A annotation, Facts facts);
}
