package dev.equipoise.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.experiment.Attribute;
import dev.equipoise.experiment.Catalogue;
import dev.equipoise.experiment.PartType;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No attribute is ignored: changing any of them changes prices, shapes or rates somewhere in a run. */
class EveryAttributeTest {

    static Stream<Named<PartType>> parts() {
        return Stream.of(BalancingStrategy.class, LearningRate.class)
                .flatMap(role -> ModuleParts.inRole(role).stream())
                .map(part -> Named.of(part.key(), part));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("parts")
    void everyAttributeDoesSomething(PartType part) {
        assertThat(behaviour(part, TrialValues.base(part)))
                .as("the same values do the same")
                .isPresent()
                .isEqualTo(behaviour(part, TrialValues.base(part)));
        assertThat(idle(part)).isEmpty();
    }

    @Test
    void anAttributeThatDoesNothingIsFound() {
        PartType part = Catalogue.of(List.of(HalfDeaf.class)).parts().get(0);
        assertThat(idle(part)).containsExactly("halfDeaf.unheard");
    }

    /** Attributes, and constants and elements of theirs, that no trial finds to change anything. */
    static Set<String> idle(PartType part) {
        Set<String> idle = new TreeSet<>();
        Set<String> effective = new HashSet<>();
        for (Map<String, Object> base : TrialValues.bases(part)) {
            Optional<List<Object>> expected = behaviour(part, base);
            for (Attribute attribute : part.attributes()) {
                String key = part.key() + "." + attribute.name();
                idle.add(key);
                TrialValues.changed(base, attribute)
                        .forEach(values -> behaviour(part, values).ifPresent(found -> {
                            String change = change(key, values.get(attribute.name()));
                            idle.add(change);
                            if (!Optional.of(found).equals(expected)) {
                                effective.add(key);
                                effective.add(change);
                            }
                        }));
            }
        }
        idle.removeAll(effective);
        return idle;
    }

    /** One number may change as little as another by chance; a constant or an element may not. */
    private static String change(String key, Object value) {
        return value instanceof Number ? key : key + "=" + TrialValues.text(value);
    }

    /** Empty where the part refuses the values. */
    private static Optional<List<Object>> behaviour(PartType part, Map<String, Object> values) {
        try {
            return Optional.of(
                    part.role() == LearningRate.class
                            ? Behaviour.of(ModuleParts.make(part, values, LearningRate.class))
                            : Behaviour.of(
                                    (BalancingStrategy<?>) ModuleParts.make(part, values, BalancingStrategy.class)));
        } catch (InvalidPartException e) {
            return Optional.empty();
        }
    }

    @Part(HalfDeaf.Factory.class)
    @interface HalfDeaf {

        double beta() default 2;

        double unheard() default 3;

        final class Factory implements PartFactory<HalfDeaf, BalancingStrategy<?>> {

            public Factory() {}

            @Override
            public BalancingStrategy<?> create(HalfDeaf annotation, Facts facts) {
                return new FixedBeta.Strategy(annotation.beta());
            }
        }
    }
}
