package dev.equipoise.plan;

import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import java.util.List;
import java.util.function.Function;

/** Finds the parts that an experiment class makes itself, by its methods annotated with Guice's {@code @Provides}. */
@FunctionalInterface
interface ProvidedParts {

    /**
     * The methods that make parts, in a stable order; none is called yet, because the data comes first and facts are
     * known only after it.
     *
     * @throws InvalidPartException if a method cannot be called
     */
    List<Provided> of(Class<?> experiment);

    /**
     * One method that makes a part.
     *
     * @param method its name
     * @param type its declared result, whose role the part takes
     * @param maker calls it; throws {@link InvalidPartException} if the method fails
     */
    record Provided(String method, Class<?> type, Function<Facts, Object> maker) {

        /** Whether the result has a role. */
        public boolean isPart() {
            return Annotations.hasRole(type);
        }
    }
}
