package dev.equipoise.local.internal.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** JSON in UTF-8, indented, with the same line ends everywhere; a reader sees all of a file or none of it. */
final class JsonFile {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

    private JsonFile() {}

    static void write(Disk disk, Path file, JsonNode content) throws IOException {
        WholeFile.write(disk, file, text(content));
    }

    static String text(JsonNode content) throws JsonProcessingException {
        return MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(INDENT))
                        .writeValueAsString(content) + "\n";
    }

    /** A finite number; anything else is null. */
    static JsonNode number(double value) {
        return Double.isFinite(value)
                ? JsonNodeFactory.instance.numberNode(value)
                : JsonNodeFactory.instance.nullNode();
    }

    static JsonNode number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : JsonNodeFactory.instance.nullNode();
    }
}
