package dev.equipoise.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Iterators;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.plan.Attribute;
import dev.equipoise.plan.Catalogue;
import dev.equipoise.plan.PartType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No attribute is ignored: changing any of them changes prices, shapes or rates somewhere in a run. */
class EveryAttributeTest {

    static Stream<Named<PartType>> parts() {
        return Stream.<Class<?>>of(BalancingStrategy.class, LearningRate.class)
                .flatMap(role -> ModuleParts.inRole(role).stream())
                .map(part -> Named.of(part.key(), part));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("parts")
    void everyAttributeDoesSomething(PartType part) {
        assertThat(behaviour(part, TrialValues.base(part))).isPresent();
        assertThat(differ(part, TrialValues.base(part), TrialValues.base(part)))
                .as("the same values differ")
                .isFalse();
        assertThat(idle(part)).isEmpty();
    }

    @Test
    void anAttributeThatDoesNothingIsFound() {
        PartType part = Catalogue.of(List.of(HalfDeaf.class)).parts().get(0);
        assertThat(idle(part)).containsExactly("halfDeaf.unheard");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("parts")
    void whatDoesNothingBesideAnotherValueIsRefusedOrWarnedAbout(PartType part) {
        assertThat(idleBeside(part)).isEmpty();
    }

    @Test
    void anAttributeThatDoesNothingBesideAnotherIsFound() {
        PartType part = Catalogue.of(List.of(DeafAtTen.class)).parts().get(0);
        assertThat(idleBeside(part)).containsExactly("deafAtTen.factor beside beta=10.0");
    }

    /** Attributes that nothing shows to matter, and that nobody tells of, beside an extreme value of another. */
    static Set<String> idleBeside(PartType part) {
        Set<String> idle = new TreeSet<>();
        for (Map<String, Object> base : TrialValues.bases(part)) {
            for (Attribute given : part.attributes()) {
                TrialValues.extremes(base, given)
                        .forEach(beside -> part.attributes().stream()
                                .filter(attribute -> attribute != given && idle(part, base, beside, attribute))
                                .forEach(attribute -> idle.add(part.key() + "." + attribute.name() + " beside "
                                        + given.name() + "=" + TrialValues.text(beside.get(given.name())))));
            }
        }
        return idle;
    }

    private static boolean idle(
            PartType part, Map<String, Object> base, Map<String, Object> beside, Attribute attribute) {
        if (behaviour(part, beside).isEmpty()) {
            return false;
        }
        boolean untold = false;
        for (Map<String, Object> values : Stream.concat(
                        TrialValues.changed(beside, attribute), TrialValues.extremes(beside, attribute))
                .toList()) {
            if (behaviour(part, values).isEmpty()) {
                continue;
            }
            if (differ(part, beside, values)) {
                return false;
            }
            Map<String, Object> alone = new TreeMap<>(base);
            alone.put(attribute.name(), values.get(attribute.name()));
            untold |= warnings(part, alone).containsAll(warnings(part, values));
        }
        return untold;
    }

    private static List<String> warnings(PartType part, Map<String, Object> values) {
        try {
            if (part.role() == LearningRate.class) {
                LearningRate<?> rate = ModuleParts.make(part, values, LearningRate.class);
                return rate.foresee(ModuleParts.FACTS);
            }
            BalancingStrategy<?> strategy = ModuleParts.make(part, values, BalancingStrategy.class);
            return strategy.foresee(ModuleParts.FACTS);
        } catch (InvalidPartException e) {
            return List.of();
        }
    }

    /** Attributes, and constants and elements of theirs, that no trial finds to change anything. */
    static Set<String> idle(PartType part) {
        Set<String> idle = new TreeSet<>();
        Set<String> effective = new HashSet<>();
        for (Map<String, Object> base : TrialValues.bases(part)) {
            for (Attribute attribute : part.attributes()) {
                String key = part.key() + "." + attribute.name();
                idle.add(key);
                TrialValues.changed(base, attribute)
                        .filter(values -> behaviour(part, values).isPresent())
                        .forEach(values -> {
                            String change = change(key, values.get(attribute.name()));
                            idle.add(change);
                            if (differ(part, base, values)) {
                                effective.add(key);
                                effective.add(change);
                            }
                        });
            }
        }
        idle.removeAll(effective);
        return idle;
    }

    /** One number may change as little as another by chance; a constant or an element may not. */
    private static String change(String key, Object value) {
        return value instanceof Number ? key : key + "=" + TrialValues.text(value);
    }

    /** Whether two sets of values do something else, as far as the first step that shows it. The part takes the second. */
    private static boolean differ(PartType part, Map<String, Object> values, Map<String, Object> others) {
        Optional<Iterator<Object>> one = behaviour(part, values);
        return one.isEmpty()
                || !Iterators.elementsEqual(one.get(), behaviour(part, others).orElseThrow());
    }

    /** Empty if the part refuses the values. */
    private static Optional<Iterator<Object>> behaviour(PartType part, Map<String, Object> values) {
        try {
            return Optional.of(
                    part.role() == LearningRate.class
                            ? Behaviour.of((LearningRate<?>) ModuleParts.make(part, values, LearningRate.class))
                            : Behaviour.of(
                                    (BalancingStrategy<?>) ModuleParts.make(part, values, BalancingStrategy.class)));
        } catch (InvalidPartException e) {
            return Optional.empty();
        }
    }

    @Part(HalfDeaf.Factory.class)
    @Retention(RetentionPolicy.RUNTIME)
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

    @Part(DeafAtTen.Factory.class)
    @Retention(RetentionPolicy.RUNTIME)
    @interface DeafAtTen {

        @Range(min = 0, max = 10)
        double beta() default 2;

        @Range(min = 1, max = 10)
        double factor() default 3;

        final class Factory implements PartFactory<DeafAtTen, BalancingStrategy<?>> {

            public Factory() {}

            @Override
            public BalancingStrategy<?> create(DeafAtTen annotation, Facts facts) {
                return new FixedBeta.Strategy(annotation.beta() == 10 ? 10 : annotation.beta() + annotation.factor());
            }
        }
    }
}
