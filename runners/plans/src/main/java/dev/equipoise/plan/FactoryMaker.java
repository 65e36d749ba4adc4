package dev.equipoise.plan;

/** Makes factories of parts; the composition root passes its injector's {@code getInstance}. */
@FunctionalInterface
interface FactoryMaker {

    <F> F make(Class<F> factory);
}
