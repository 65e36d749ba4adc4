package dev.equipoise.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Values of attributes as text, whatever the locale. */
public final class AttributeText {

    private AttributeText() {}

    /**
     * Reads a value from text.
     *
     * @throws IllegalArgumentException if it is not a value of this type
     */
    static Object parse(Class<?> type, String text) {
        String bare = text.strip();
        if (type == int.class) {
            return Integer.valueOf(bare);
        } else if (type == long.class) {
            return Long.valueOf(bare);
        } else if (type == double.class) {
            return number(bare);
        } else if (type == boolean.class) {
            return truth(bare);
        } else if (type == int[].class) {
            return elements(bare).mapToInt(Integer::parseInt).toArray();
        } else if (type == double[].class) {
            return elements(bare).mapToDouble(AttributeText::number).toArray();
        } else if (type == String[].class) {
            return elements(bare).toArray(String[]::new);
        }
        return type.isEnum() ? constant(type, bare) : text;
    }

    /** The name of a type of values in messages. */
    static String expected(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + constants(type).map(Enum::name).collect(Collectors.joining(", "));
        } else if (type.isArray()) {
            return "a comma list of " + plural(type.getComponentType());
        } else if (type == boolean.class) {
            return "true or false";
        } else if (type == int.class || type == long.class) {
            return "a whole number of at most " + (type == int.class ? Integer.MAX_VALUE : Long.MAX_VALUE);
        }
        return type == double.class ? "a number" : "text";
    }

    private static String plural(Class<?> element) {
        if (element == int.class) {
            return "whole numbers";
        }
        return element == double.class ? "numbers" : "words";
    }

    /** A value as {@code --set} takes it; a number as Java's shortest decimal: 1, 0.5, 1e-4. */
    public static String of(Object value) {
        if (value instanceof int[] ints) {
            return join(Arrays.stream(ints).boxed());
        } else if (value instanceof double[] doubles) {
            return join(Arrays.stream(doubles).boxed());
        } else if (value instanceof Object[] objects) {
            return join(Arrays.stream(objects));
        } else if (value instanceof Double number) {
            return number.toString().replaceFirst("\\.0(?=E|$)", "").replace('E', 'e');
        }
        return value instanceof Enum<?> constant ? constant.name() : value.toString();
    }

    private static String join(Stream<?> values) {
        return values.map(AttributeText::of).collect(Collectors.joining(","));
    }

    /** The elements of a list with commas, with or without the brackets of YAML. */
    private static Stream<String> elements(String given) {
        boolean bracketed = given.startsWith("[") && given.endsWith("]");
        String text = bracketed ? given.substring(1, given.length() - 1).strip() : given;
        return text.isEmpty()
                ? Stream.empty()
                : Arrays.stream(text.split(",", -1)).map(String::strip);
    }

    private static double number(String text) {
        double number = Double.parseDouble(text);
        if (Double.isNaN(number)) {
            throw new NumberFormatException(text);
        }
        return number;
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Enum<?> constant(Class<?> type, String text) {
        return constants(type)
                .filter(constant -> constant.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }

    private static Stream<Enum<?>> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(constant -> (Enum<?>) constant);
    }
}
