package dev.equipoise.app.internal.plan;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A plan's value as {@code --set} takes it. */
final class ValueText {

    private ValueText() {}

    static String of(Object value) {
        if (value instanceof int[] ints) {
            return Arrays.stream(ints).mapToObj(Integer::toString).collect(Collectors.joining(","));
        }
        if (value instanceof double[] doubles) {
            return Arrays.stream(doubles).mapToObj(ValueText::number).collect(Collectors.joining(","));
        }
        if (value instanceof Object[] objects) {
            return Arrays.stream(objects).map(ValueText::of).collect(Collectors.joining(","));
        }
        if (value instanceof Double number) {
            return number(number);
        }
        return value instanceof Enum<?> constant ? constant.name() : value.toString();
    }

    /** Java's shortest decimal, without the ".0" of whole numbers: 1, 0.5, 1e-4. */
    private static String number(double value) {
        return Double.toString(value).replaceFirst("\\.0(?=E|$)", "").replace('E', 'e');
    }
}
