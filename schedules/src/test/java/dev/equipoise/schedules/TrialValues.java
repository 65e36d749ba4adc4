package dev.equipoise.schedules;

import dev.equipoise.part.Range;
import dev.equipoise.plan.Attribute;
import dev.equipoise.plan.PartType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Values to try a part with: its defaults, a value for each attribute that has none, and others within the range. */
final class TrialValues {

    /** What no rule can guess: attributes that must fit together, and that do something beside another only. */
    private static final Map<String, Map<String, Object>> TOGETHER = Map.of(
            "stepAnnealing", Map.of("betas", new double[] {0.5, 4, 1}, "at", new int[] {100, 300}),
            "piecewiseAnnealing", Map.of("betas", new double[] {0.5, 4, 1}, "at", new int[] {100, 300, 500}),
            "triangularLearningRate", Map.of("decay", "EXPONENTIAL", "gamma", 0.999));

    /** Just above a least value that is excluded. */
    private static final double TINY = 1e-6;

    /** Of another attribute, for a bound that is reached soon. */
    private static final double JUST_BELOW = 0.99;

    /** Steps or epochs beyond every run, if a range has no end. */
    private static final double HUGE = 1e6;

    private TrialValues() {}

    /** A value for every attribute: the default if there is one. */
    static Map<String, Object> base(PartType part) {
        boolean complete = part.attributes().stream().allMatch(TrialValues::guessed);
        return complete ? values(part, Map.of()) : together(part);
    }

    /** Every such value map that is worth a trial. */
    static List<Map<String, Object>> bases(PartType part) {
        return TOGETHER.containsKey(part.key()) ? List.of(base(part), together(part)) : List.of(base(part));
    }

    private static Map<String, Object> together(PartType part) {
        return values(part, TOGETHER.getOrDefault(part.key(), Map.of()));
    }

    private static boolean guessed(Attribute attribute) {
        return attribute.defaultValue().isPresent() || !attribute.type().isArray();
    }

    private static Map<String, Object> values(PartType part, Map<String, Object> given) {
        Map<String, Object> values = new TreeMap<>();
        for (Attribute attribute : part.attributes()) {
            Object value = attribute.defaultValue().orElse(attribute.type() == int.class ? (Object) 10 : 2.0);
            Object wanted = given.getOrDefault(attribute.name(), value);
            values.put(
                    attribute.name(),
                    wanted instanceof String name && attribute.type().isEnum() ? constant(attribute, name) : wanted);
        }
        return values;
    }

    private static Object constant(Attribute attribute, String name) {
        return Stream.<Object>of(attribute.type().getEnumConstants())
                .filter(constant -> constant.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The same values but for one attribute, in every way that this tries: a few numbers, or every other constant. */
    static Stream<Map<String, Object>> changed(Map<String, Object> base, Attribute attribute) {
        return others(base.get(attribute.name()), attribute).map(other -> with(base, attribute, other));
    }

    /** The same at the ends of the attribute's range, and where it is another attribute, or just below it. */
    static Stream<Map<String, Object>> extremes(Map<String, Object> base, Attribute attribute) {
        Object value = base.get(attribute.name());
        if (!(value instanceof Number)) {
            return changed(base, attribute);
        }
        DoubleStream ends = attribute.range().stream()
                .flatMapToDouble(range -> DoubleStream.of(range.min(), range.min() + TINY, range.max(), HUGE));
        DoubleStream equal = base.values().stream()
                .filter(Number.class::isInstance)
                .mapToDouble(other -> ((Number) other).doubleValue())
                .flatMap(other -> DoubleStream.of(other, JUST_BELOW * other));
        double[] candidates = DoubleStream.concat(ends, equal)
                .filter(Double::isFinite)
                .distinct()
                .toArray();
        boolean whole = attribute.type() == int.class;
        return others(((Number) value).doubleValue(), attribute, candidates)
                .filter(other -> !whole || other == Math.rint(other))
                .mapToObj(other -> with(base, attribute, whole ? (Object) (int) other : (Object) other));
    }

    private static Map<String, Object> with(Map<String, Object> base, Attribute attribute, Object value) {
        Map<String, Object> changed = new TreeMap<>(base);
        changed.put(attribute.name(), value);
        return changed;
    }

    private static Stream<Object> others(Object value, Attribute attribute) {
        if (value instanceof Enum<?> constant) {
            return Stream.<Object>of(attribute.type().getEnumConstants()).filter(other -> other != constant);
        } else if (value instanceof Boolean truth) {
            return Stream.of(!truth);
        } else if (value instanceof Integer number) {
            return others(number, attribute, 2.0 * number, number / 2, 7).mapToObj(other -> (int) other);
        } else if (value instanceof Double number) {
            return others(number, attribute, 2 * number, number / 2, 7, 1e-4)
                    .boxed()
                    .map(other -> other);
        } else if (value instanceof int[] numbers) {
            return IntStream.range(0, numbers.length).mapToObj(i -> {
                int[] copy = numbers.clone();
                copy[i]++;
                return copy;
            });
        } else if (value instanceof double[] numbers) {
            return IntStream.range(0, numbers.length).mapToObj(i -> {
                double[] copy = numbers.clone();
                copy[i] *= 2;
                return copy;
            });
        }
        throw new AssertionError("no rule changes " + attribute.name() + ", got " + value);
    }

    private static DoubleStream others(double value, Attribute attribute, double... candidates) {
        return Arrays.stream(candidates)
                .distinct()
                .filter(other -> other != value && attribute.range().stream().allMatch(range -> within(range, other)));
    }

    private static boolean within(Range range, double value) {
        return value >= range.min() && value <= range.max() && !(range.minExcluded() && value == range.min());
    }

    /** The value as text. */
    static String text(Object value) {
        String text = Arrays.deepToString(new Object[] {value});
        return text.substring(1, text.length() - 1);
    }
}
