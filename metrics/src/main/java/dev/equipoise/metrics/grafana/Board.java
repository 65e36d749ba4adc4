package dev.equipoise.metrics.grafana;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Grafana dashboard in the classic JSON schema. Panels flow from left to right and wrap at 24 columns, so that none
 * lies over another.
 *
 * @param uid that stays the same for ever: links and bookmarks hold it
 * @param sections under their titles
 */
record Board(
        String uid,
        String title,
        String description,
        List<Variable> variables,
        List<Annotation> annotations,
        List<Section> sections) {

    static final String TAG = "equipoise";
    private static final int COLUMNS = 24;

    /** The schema of Grafana 10.4 to 11; newer ones migrate it when they load it. */
    private static final int SCHEMA = 39;

    /** Panels under a title. */
    record Section(String title, List<Panel> panels) {}

    String json() {
        return DashboardJson.text(DashboardJson.object(
                "uid",
                uid,
                "title",
                title,
                "description",
                description,
                "tags",
                List.of(TAG),
                "schemaVersion",
                SCHEMA,
                "version",
                1,
                "editable",
                true,
                "graphTooltip",
                1,
                "timezone",
                "browser",
                "fiscalYearStartMonth",
                0,
                "weekStart",
                "",
                "liveNow",
                false,
                "refresh",
                "10s",
                "time",
                DashboardJson.object("from", "now-1h", "to", "now"),
                "timepicker",
                DashboardJson.object("refresh_intervals", List.of("5s", "10s", "30s", "1m", "5m", "15m")),
                "links",
                List.of(link()),
                "templating",
                DashboardJson.object(
                        "list", variables.stream().map(Variable::json).toList()),
                "annotations",
                DashboardJson.object(
                        "list", annotations.stream().map(Annotation::json).toList()),
                "panels",
                placed()));
    }

    private List<Map<String, Object>> placed() {
        List<Map<String, Object>> placed = new ArrayList<>();
        int y = 0;
        for (Section section : sections) {
            placed.add(row(placed.size() + 1, section.title(), y));
            y++;
            int x = 0;
            int tallest = 0;
            for (Panel panel : section.panels()) {
                if (x + panel.width() > COLUMNS) {
                    y += tallest;
                    x = 0;
                    tallest = 0;
                }
                placed.add(panel.json(placed.size() + 1, x, y));
                x += panel.width();
                tallest = Math.max(tallest, panel.height());
            }
            y += tallest;
        }
        return placed;
    }

    private static Map<String, Object> row(int id, String title, int y) {
        return DashboardJson.object(
                "id",
                id,
                "type",
                "row",
                "title",
                title,
                "collapsed",
                false,
                "gridPos",
                DashboardJson.object("h", 1, "w", COLUMNS, "x", 0, "y", y),
                "panels",
                List.of());
    }

    /** To the other boards, with the same time. */
    private static Map<String, Object> link() {
        return DashboardJson.object(
                "type",
                "dashboards",
                "title",
                "Equipoise",
                "tags",
                List.of(TAG),
                "asDropdown",
                false,
                "icon",
                "external link",
                "includeVars",
                false,
                "keepTime",
                true,
                "targetBlank",
                false,
                "tooltip",
                "");
    }
}
