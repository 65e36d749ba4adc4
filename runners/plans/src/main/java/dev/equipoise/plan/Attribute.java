package dev.equipoise.plan;

import dev.equipoise.part.Range;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One attribute of an annotation.
 *
 * @param name as declared
 * @param type int, long, double, boolean, String, an enum, or an array of ints, doubles or Strings
 * @param defaultValue empty if the annotation must give it
 * @param range of a number, or of every element of an array
 */
public record Attribute(String name, Class<?> type, Optional<Object> defaultValue, Optional<Range> range) {

    private static final List<Class<?>> TYPES = List.of(
            int.class,
            long.class,
            double.class,
            boolean.class,
            String.class,
            int[].class,
            double[].class,
            String[].class);

    /** Unit of the value; empty for a pure number. */
    public String unit() {
        return range.map(Range::unit).orElse("");
    }

    /** The kind of value in words, such as "a number" or "one of RELU, TANH". */
    public String kind() {
        return AttributeText.expected(type);
    }

    /** The bounds of a number, or of every element, such as "at least 0 and at most 1"; empty if it has none. */
    public String bounds() {
        return range.map(Attribute::bounds).orElse("");
    }

    boolean supported() {
        return type.isEnum() || TYPES.contains(type);
    }

    boolean isDefault(@Nullable Object value) {
        return defaultValue
                .map(known -> Arrays.deepEquals(new Object[] {known}, new Object[] {value}))
                .orElse(false);
    }

    /** The constraint that a value outside the range violates, such as "be at least 1 epochs". */
    Optional<String> violated(Object value) {
        return range.filter(bounds -> numbers(value).anyMatch(number -> !within(bounds, number)))
                .map(Attribute::constraint);
    }

    private static boolean within(Range range, double number) {
        return number >= range.min() && number <= range.max() && !(range.minExcluded() && number == range.min());
    }

    private static String constraint(Range range) {
        String unit = range.unit().isEmpty() ? "" : " " + range.unit();
        String bounds = bounds(range);
        return bounds.isEmpty() ? "be a number" : "be " + bounds + unit;
    }

    private static String bounds(Range range) {
        Stream<String> least = range.min() == Double.NEGATIVE_INFINITY
                ? Stream.empty()
                : Stream.of((range.minExcluded() ? "above " : "at least ") + AttributeText.of(range.min()));
        Stream<String> most = range.max() == Double.POSITIVE_INFINITY
                ? Stream.empty()
                : Stream.of("at most " + AttributeText.of(range.max()));
        return Stream.concat(least, most).collect(Collectors.joining(" and "));
    }

    private static DoubleStream numbers(Object value) {
        if (value instanceof int[] ints) {
            return Arrays.stream(ints).asDoubleStream();
        }
        if (value instanceof double[] doubles) {
            return Arrays.stream(doubles);
        }
        return value instanceof Number number ? DoubleStream.of(number.doubleValue()) : DoubleStream.empty();
    }
}
