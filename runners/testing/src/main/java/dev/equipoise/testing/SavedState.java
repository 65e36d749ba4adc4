package dev.equipoise.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

/** Saves and reads a state as a checkpoint does. */
final class SavedState {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();

    private SavedState() {}

    /** Fails unless the state that is read back equals the one that was written. */
    static void survives(Record state) {
        Object read;
        try {
            read = JSON.readValue(JSON.writeValueAsString(state), state.getClass());
        } catch (JsonProcessingException e) {
            throw new AssertionError("a state must be a record of numbers, got " + state, e);
        }
        assertThat(read)
                .as("the state read from JSON")
                .usingRecursiveComparison()
                .isEqualTo(state);
    }
}
