package dev.equipoise.part;

import java.lang.annotation.Annotation;

/**
 * Turns an annotation into a part. Guice creates it, so its constructor can have injected parameters. It validates,
 * and does not use an engine.
 *
 * @param <A> the annotation
 * @param <P> the part
 */
@FunctionalInterface
public interface PartFactory<A extends Annotation, P> {

    /**
     * The part.
     *
     * @param facts what is known before the run; facts of the data are missing for the factory of the data source
     * @throws InvalidPartException if the annotation's values cannot work; one exception can hold several problems
     */
    P create(A annotation, Facts facts);
}
