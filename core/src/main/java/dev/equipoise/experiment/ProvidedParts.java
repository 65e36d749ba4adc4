package dev.equipoise.experiment;

import java.util.Map;

/** Finds the parts that an experiment class makes itself, by its methods annotated with Guice's {@code @Provides}. */
@FunctionalInterface
public interface ProvidedParts {

    /**
     * The parts by the method that makes each, such as "method data of MyExperiment", in a stable order.
     *
     * @throws InvalidPartException if a method cannot be called or fails
     */
    Map<String, Object> of(Class<?> experiment, Facts facts);
}
