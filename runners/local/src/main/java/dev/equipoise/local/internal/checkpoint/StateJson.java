package dev.equipoise.local.internal.checkpoint;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.equipoise.run.IncompatibleResumeException;
import java.io.IOException;
import java.util.List;

/** Records of numbers as JSON and back, to the last bit; NaN and the infinities are texts. */
public final class StateJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();

    private StateJson() {}

    /** The record as a tree. */
    public static JsonNode tree(Object state) {
        return MAPPER.valueToTree(state);
    }

    /**
     * The record of this tree.
     *
     * @param what whose state it is, for the message
     * @throws IncompatibleResumeException if the tree is none of that type
     */
    public static <T> T read(JsonNode tree, Class<T> type, String what) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IncompatibleResumeException(
                    List.of("the saved state of " + what + " must fit " + type.getName() + ", but: " + e.getMessage()));
        }
    }

    /** The same, for a record of the type that this one has. */
    @SuppressWarnings("unchecked") // the class of an S
    public static <S extends Record> S readLike(JsonNode tree, S example, String what) {
        return read(tree, (Class<S>) example.getClass(), what);
    }

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a state must be a record of numbers, got " + value, e);
        }
    }

    static <T> T read(byte[] json, Class<T> type) throws CorruptCheckpointException {
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw new CorruptCheckpointException("it is no " + type.getSimpleName() + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new CorruptCheckpointException(e.toString());
        }
    }
}
