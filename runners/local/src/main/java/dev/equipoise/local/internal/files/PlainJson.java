package dev.equipoise.local.internal.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.Ints;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain values as JSON: numbers, strings, booleans, and arrays, lists and maps of them. All else is its text. */
final class PlainJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PlainJson() {}

    /** The value; a number that is not finite is its text, "NaN" or "Infinity", so that nothing is lost. */
    static JsonNode exact(@Nullable Object value) {
        if (value == null) {
            return JSON.nullNode();
        }
        if (value instanceof Boolean truth) {
            return JSON.booleanNode(truth);
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            return JSON.numberNode(((Number) value).longValue());
        }
        if (value instanceof Float single && Float.isFinite(single)) {
            return JSON.numberNode(single);
        }
        if (value instanceof Double number && Double.isFinite(number)) {
            return JSON.numberNode(number);
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode node = JSON.objectNode();
            map.forEach((key, entry) -> node.set(String.valueOf(key), exact(entry)));
            return node;
        }
        if (value instanceof Iterable<?> items) {
            ArrayNode node = JSON.arrayNode();
            items.forEach(item -> node.add(exact(item)));
            return node;
        }
        if (value instanceof int[] numbers) {
            return exact(Ints.asList(numbers));
        }
        if (value instanceof double[] numbers) {
            return exact(Doubles.asList(numbers));
        }
        if (value instanceof Object[] items) {
            return exact(Arrays.asList(items));
        }
        return JSON.textNode(value.toString());
    }
}
