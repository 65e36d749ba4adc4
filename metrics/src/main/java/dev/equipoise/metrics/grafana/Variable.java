package dev.equipoise.metrics.grafana;

import dev.equipoise.metrics.internal.promql.Selector;
import java.util.List;
import java.util.Map;

/**
 * A choice at the top of a board.
 *
 * @param name that queries use with a dollar
 * @param json as Grafana has it
 */
record Variable(String name, Map<String, Object> json) {
    private static final int ON_CHANGE_OF_TIME = 2;
    private static final int DESCENDING = 2;
    private static final int LABEL_VALUES = 1;

    static Variable dataSource() {
        return new Variable(
                PrometheusSource.VARIABLE,
                DashboardJson.object(
                        "type",
                        "datasource",
                        "name",
                        PrometheusSource.VARIABLE,
                        "label",
                        "Data source",
                        "query",
                        PrometheusSource.TYPE,
                        "regex",
                        "",
                        "refresh",
                        1,
                        "multi",
                        false,
                        "includeAll",
                        false,
                        "hide",
                        0,
                        "options",
                        List.of()));
    }

    /** One of a label's values; the last in the alphabet first, which of runs is the newest. */
    static Variable one(String label, String title, Selector among) {
        return new Variable(label, labelValues(label, title, among));
    }

    /** Any of a label's values, all of them at first. */
    static Variable many(String label, String title, Selector among) {
        Map<String, Object> json = labelValues(label, title, among);
        json.put("multi", true);
        json.put("includeAll", true);
        json.put("allValue", ".+");
        json.put("current", DashboardJson.object("selected", true, "text", "All", "value", "$__all"));
        return new Variable(label, json);
    }

    private static Map<String, Object> labelValues(String label, String title, Selector among) {
        among.need(label);
        String query = "label_values(" + among.text() + ", " + label + ")";
        return DashboardJson.object(
                "type",
                "query",
                "name",
                label,
                "label",
                title,
                "datasource",
                PrometheusSource.reference(),
                "query",
                DashboardJson.object("qryType", LABEL_VALUES, "query", query, "refId", "variable-" + label),
                "regex",
                "",
                "refresh",
                ON_CHANGE_OF_TIME,
                "sort",
                DESCENDING,
                "multi",
                false,
                "includeAll",
                false,
                "hide",
                0,
                "options",
                List.of());
    }
}
