package dev.equipoise.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.equipoise.experiment.Overrides.Setting;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A YAML file of settings: keys nested or with dots, lists for arrays, a list of maps for repeated parts, and at the top
 * {@code with} and {@code without}. Values are kept as the text in the file, for the attribute's type to read.
 */
record ConfigFile(List<Setting> settings, List<String> with, List<String> without) {

    static final ConfigFile EMPTY = new ConfigFile(List.of(), List.of(), List.of());

    private static final Pattern MARK = Pattern.compile("line (\\d{1,9}), column \\d+");

    /** Reads a file; what is wrong with it is added to the problems, with its line. */
    static ConfigFile read(Path path, List<String> problems) {
        ConfigFile file = new ConfigFile(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (Reader text = Files.newBufferedReader(path);
                JsonParser parser = new YAMLFactory().createParser(text)) {
            parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                file.new Reading(parser, path, problems).object("");
            } else if (first != null) {
                problems.add(at(path, parser.currentTokenLocation().getLineNr()) + "must hold keys and values, got '"
                        + parser.getText() + "'");
            }
        } catch (JsonProcessingException e) {
            problems.add(at(path, line(e)) + "must be YAML: " + sentence(e.getOriginalMessage()));
        } catch (IOException e) {
            problems.add("config " + path + " must be a readable text file, got " + e);
        }
        return file;
    }

    private static String at(Path path, int line) {
        return "config " + path + ", line " + line + ": it ";
    }

    /** The last line that the message names: where the problem is, beside where its context or last token began. */
    private static int line(JsonProcessingException e) {
        int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
        Matcher mark = MARK.matcher(e.getOriginalMessage());
        while (mark.find()) {
            line = Integer.parseInt(mark.group(1));
        }
        return line;
    }

    /** The parser's message without its excerpts of the file, which are indented. */
    private static String sentence(String message) {
        return message.lines()
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .collect(Collectors.joining(", "));
    }

    /** One pass through the parser's tokens. */
    private final class Reading {

        private final JsonParser parser;
        private final Path path;
        private final List<String> problems;

        Reading(JsonParser parser, Path path, List<String> problems) {
            this.parser = parser;
            this.path = path;
            this.problems = problems;
        }

        /** Reads the fields of an object whose start has been read. */
        void object(String prefix) throws IOException {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                value(prefix.isEmpty() ? name : prefix + "." + name);
            }
        }

        private void value(String key) throws IOException {
            switch (Objects.requireNonNull(parser.currentToken())) {
                case START_OBJECT -> object(key);
                case START_ARRAY -> array(key);
                case VALUE_NULL -> problems.add(at(path, line()) + "must give '" + key + "' a value, got none");
                default -> add(key, List.of(parser.getText()));
            }
        }

        private void array(String key) throws IOException {
            List<String> elements = new ArrayList<>();
            int objects = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                switch (Objects.requireNonNull(parser.currentToken())) {
                    case START_OBJECT -> object(key + "[" + objects++ + "]");
                    case START_ARRAY, VALUE_NULL -> {
                        problems.add(at(path, line()) + "must give '" + key + "' plain elements");
                        parser.skipChildren();
                    }
                    default -> elements.add(parser.getText());
                }
            }
            if (objects == 0) {
                add(key, elements);
            } else if (!elements.isEmpty()) {
                problems.add(at(path, line()) + "must give '" + key + "' maps or plain elements, got both");
            }
        }

        private void add(String key, List<String> elements) {
            switch (key) {
                case "with" -> with.addAll(elements);
                case "without" -> without.addAll(elements);
                default -> settings.add(new Setting(key, String.join(",", elements), "config " + path));
            }
        }

        private int line() {
            return parser.currentTokenLocation().getLineNr();
        }
    }
}
