package dev.equipoise.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.equipoise.disk.Disk;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.ValueRange;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.IncompatibleResumeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The part of a run's {@code plan.json} from which its plan can be read again.
 *
 * @param type name of the experiment class
 * @param overrides that changed it
 * @param engine that trained it
 * @param epochs that were planned
 * @param batchSize examples in a batch
 * @param data the facts of the data source; empty in a run of an older version
 */
public record SavedPlan(
        String type, Overrides overrides, EngineName engine, int epochs, int batchSize, Optional<DataFacts> data) {

    /**
     * Reads the directory of a run.
     *
     * @throws IncompatibleResumeException if it is not the directory of a run
     */
    public static SavedPlan read(Disk disk, Path directory) {
        JsonNode plan = json(disk, directory, "plan.json");
        JsonNode overrides = plan.path("overrides");
        List<Setting> settings = new ArrayList<>();
        overrides
                .path("settings")
                .forEach(setting -> settings.add(new Setting(
                        setting.path("key").asText(),
                        setting.path("value").asText(),
                        setting.path("origin").asText())));
        String engine = json(disk, directory, "environment.json").path("engine").asText();
        return new SavedPlan(
                plan.path("class").asText(),
                new Overrides(
                        settings,
                        texts(overrides.path("with")),
                        new LinkedHashSet<>(texts(overrides.path("without"))),
                        overrides.path("fast").asBoolean()),
                Stream.of(EngineName.values())
                        .filter(name -> name.djlName().equals(engine))
                        .findFirst()
                        .orElseThrow(() -> none(directory, "its environment.json names the engine '" + engine + "'")),
                plan.at("/facts/epochs").asInt(),
                plan.at("/facts/batchSize").asInt(),
                data(plan.path("data"), directory));
    }

    private static Optional<DataFacts> data(JsonNode data, Path directory) {
        if (!data.isObject()) {
            return Optional.empty();
        }
        List<Integer> shape = new ArrayList<>();
        data.path("shape").forEach(length -> shape.add(length.asInt()));
        JsonNode range = data.path("range");
        if (shape.isEmpty() || shape.stream().anyMatch(length -> length < 1)) {
            throw none(directory, "its plan.json states the shape " + data.path("shape") + " of the data");
        }
        return Optional.of(new DataFacts(
                data.path("trainingExamples").asInt(),
                data.path("validationExamples").asInt(),
                shape,
                range.isArray()
                        ? Optional.of(new ValueRange(
                                range.path(0).asDouble(Double.NEGATIVE_INFINITY),
                                range.path(1).asDouble(Double.POSITIVE_INFINITY)))
                        : Optional.empty(),
                data.path("scaled").asBoolean(),
                data.path("gaps").asBoolean(),
                columns(data.path("columns")),
                columns(data.path("given"))));
    }

    private static List<Column> columns(JsonNode array) {
        List<Column> columns = new ArrayList<>();
        array.forEach(column -> columns.add(new Column(
                column.path("name").asText(),
                texts(column.path("categories")),
                column.path("binary").asBoolean(),
                column.path("gap").asDouble(),
                column.path("deviation").asDouble(1),
                column.has("dispersion")
                        ? OptionalDouble.of(column.get("dispersion").asDouble())
                        : OptionalDouble.empty())));
        return columns;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static JsonNode json(Disk disk, Path directory, String name) {
        Path file = directory.resolve(name);
        try {
            if (!disk.exists(file)) {
                throw none(directory, disk.exists(directory) ? name + " is missing" : "it does not exist");
            }
            try (InputStream text = disk.read(file)) {
                return JsonMapper.builder().build().readTree(text);
            }
        } catch (IOException e) {
            throw none(directory, name + " cannot be read: " + e.getMessage());
        }
    }

    private static IncompatibleResumeException none(Path directory, String why) {
        return new IncompatibleResumeException(
                List.of(directory + " must be the directory of a run, such as runs/<experiment>/<run>, but " + why));
    }
}
