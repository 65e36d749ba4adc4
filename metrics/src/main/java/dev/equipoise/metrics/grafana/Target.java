package dev.equipoise.metrics.grafana;

import dev.equipoise.metrics.internal.promql.Query;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query of a panel.
 *
 * @param legend name of its series, in which {@code {{label}}} stands for a label that they have
 * @param kind whether it asks for the time shown or for now
 */
record Target(Query query, String legend, Kind kind) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

    enum Kind {
        COURSE,
        NOW,
        TABLE
    }

    Target {
        Matcher placeholders = PLACEHOLDER.matcher(legend);
        while (placeholders.find()) {
            query.need(placeholders.group(1));
        }
    }

    Map<String, Object> json(String refId) {
        boolean course = kind == Kind.COURSE;
        return DashboardJson.object(
                "refId",
                refId,
                "datasource",
                PrometheusSource.reference(),
                "expr",
                query.text(),
                "legendFormat",
                legend,
                "range",
                course,
                "instant",
                !course,
                "format",
                kind == Kind.TABLE ? "table" : "time_series",
                "editorMode",
                "code");
    }
}
