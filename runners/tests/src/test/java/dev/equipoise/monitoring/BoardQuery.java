package dev.equipoise.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.metrics.grafana.MonitoringFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a board asks Prometheus, as Grafana would after its variables were chosen.
 *
 * @param place board, panel and letter of the query
 * @param expression with variables
 * @param course whether the time shown is asked for, or now
 */
record BoardQuery(String place, String expression, boolean course) {

    /** Queries of all panels and annotations of a board. */
    static List<BoardQuery> of(MonitoringFiles files, String board) throws IOException {
        JsonNode json = json(files, board);
        List<BoardQuery> queries = new ArrayList<>();
        for (JsonNode panel : json.get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(new BoardQuery(
                        String.format(
                                Locale.ROOT,
                                "%s: %s, %s (%s)",
                                board,
                                panel.get("title").asText(),
                                target.get("refId").asText(),
                                target.get("legendFormat").asText()),
                        target.get("expr").asText(),
                        target.get("range").asBoolean()));
            }
        }
        for (JsonNode annotation : json.at("/annotations/list")) {
            queries.add(new BoardQuery(
                    board + ": annotation " + annotation.get("name").asText(),
                    annotation.get("expr").asText(),
                    true));
        }
        return queries;
    }

    /** The queries of a board's variables that ask for label values, by variable. */
    static Map<String, String> variables(MonitoringFiles files, String board) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        for (JsonNode variable : json(files, board).at("/templating/list")) {
            if (variable.get("type").asText().equals("query")) {
                variables.put(
                        variable.get("name").asText(),
                        variable.at("/query/query").asText());
            }
        }
        return variables;
    }

    /** A text with Grafana's variables in the place of their names. */
    static String chosen(String text, String experiment, String run) {
        return text.replace("$__rate_interval", "5s")
                .replace("$__range", "5m")
                .replace("$experiment", experiment)
                .replace("$run", run);
    }

    private static JsonNode json(MonitoringFiles files, String board) throws IOException {
        return new ObjectMapper().readTree(files.texts().get("grafana/dashboards/equipoise-" + board + ".json"));
    }
}
