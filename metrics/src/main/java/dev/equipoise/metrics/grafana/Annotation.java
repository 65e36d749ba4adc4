package dev.equipoise.metrics.grafana;

import dev.equipoise.metrics.internal.promql.Query;
import java.util.Map;

/**
 * Marks on every graph of a board, wherever a query has a value.
 *
 * @param title of a mark, in which {@code {{label}}} stands for a label
 */
record Annotation(String name, String color, Query query, String title) {

    Map<String, Object> json() {
        return DashboardJson.object(
                "name",
                name,
                "datasource",
                PrometheusSource.reference(),
                "enable",
                true,
                "hide",
                false,
                "iconColor",
                color,
                "expr",
                query.text(),
                "step",
                "10s",
                "titleFormat",
                title,
                "textFormat",
                "",
                "tagKeys",
                "",
                "useValueForTime",
                false);
    }
}
