package dev.equipoise.metrics.grafana;

import dev.equipoise.metrics.internal.promql.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A panel under construction: what it asks, and how it shows that. */
final class Panel {
    private final String type;
    private final String title;
    private final String description;
    private final Target.Kind kind;
    private final List<Target> targets = new ArrayList<>();
    private final Map<String, Object> defaults = new LinkedHashMap<>();
    private final Map<String, Object> custom;
    private final Map<String, Object> options;
    private final Map<String, Map<String, Object>> overrides = new LinkedHashMap<>();
    private final List<Map<String, Object>> transformations = new ArrayList<>();
    private int width;
    private int height;

    private Panel(String type, String title, String description, Target.Kind kind, Style style) {
        this.type = type;
        this.title = title;
        this.description = description;
        this.kind = kind;
        this.custom = new LinkedHashMap<>(style.custom());
        this.options = style.options();
        this.width = style.width();
        this.height = style.height();
        unit(Unit.NUMBER);
    }

    /** Curves over time. */
    static Panel lines(String title, String axis, String description) {
        return new Panel("timeseries", title, description, Target.Kind.COURSE, Style.lines(axis));
    }

    /** Areas that add up to all. */
    static Panel shares(String title, String description) {
        return new Panel("timeseries", title, description, Target.Kind.COURSE, Style.shares()).unit(Unit.NUMBER);
    }

    /** The last value, large, before its curve. */
    static Panel number(String title, String description) {
        return new Panel("stat", title, description, Target.Kind.COURSE, Style.number("auto", "area"));
    }

    /** The value of now, large. */
    static Panel now(String title, String description) {
        return new Panel("stat", title, description, Target.Kind.NOW, Style.number("auto", "none"));
    }

    /** The names of the series that there are now, large. */
    static Panel name(String title, String description) {
        return new Panel("stat", title, description, Target.Kind.NOW, Style.number("name", "none"));
    }

    /** A row for each series, whose colour is the value. */
    static Panel heatMap(String title, String axis, String description) {
        return new Panel("heatmap", title, description, Target.Kind.COURSE, Style.heatMap(axis));
    }

    /** A row for each combination of labels. */
    static Panel table(String title, String description) {
        return new Panel("table", title, description, Target.Kind.TABLE, Style.table());
    }

    /** Shows the query's series under this name. */
    Panel show(String legend, Query query) {
        targets.add(new Target(query, legend, kind));
        return this;
    }

    /** Shows a query's series under this name, in this colour. */
    Panel show(String legend, Query query, String color) {
        return show(legend, query).of(legend, "color", DashboardJson.object("mode", "fixed", "fixedColor", color));
    }

    Panel unit(Unit unit) {
        defaults.put("unit", unit.id());
        return this;
    }

    Panel from(double least) {
        defaults.put("min", least);
        return this;
    }

    Panel to(double most) {
        defaults.put("max", most);
        return this;
    }

    /** What stands if there is no value. */
    Panel without(String words) {
        defaults.put("noValue", words);
        return this;
    }

    Panel logarithmic() {
        custom.put("scaleDistribution", DashboardJson.object("type", "log", "log", 10));
        return this;
    }

    /** Green below the first bound, orange from there on, red from the second on. */
    Panel bounds(double orange, double red) {
        defaults.put("color", DashboardJson.object("mode", "thresholds"));
        defaults.put("thresholds", thresholds(orange, red));
        return this;
    }

    Panel dashed(String legend) {
        return of(legend, "custom.lineStyle", DashboardJson.object("fill", "dash", "dash", List.of(10, 10)));
    }

    /** Has an axis of its own on the right. */
    Panel onTheRight(String legend, String axis, Unit unit) {
        return of(legend, "custom.axisPlacement", "right")
                .of(legend, "custom.axisLabel", axis)
                .of(legend, "unit", unit.id());
    }

    /** Sets one property of the series, or the column, with this name. */
    Panel of(String name, String property, Object value) {
        overrides.computeIfAbsent(name, any -> new LinkedHashMap<>()).put(property, value);
        return this;
    }

    Panel transformed(String id, Map<String, Object> how) {
        transformations.add(DashboardJson.object("id", id, "options", how));
        return this;
    }

    Panel size(int columns, int rows) {
        width = columns;
        height = rows;
        return this;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    Map<String, Object> json(int id, int x, int y) {
        Map<String, Object> panel = DashboardJson.object(
                "id", id,
                "type", type,
                "title", title,
                "description", description,
                "datasource", PrometheusSource.reference(),
                "gridPos", DashboardJson.object("h", height, "w", width, "x", x, "y", y),
                "fieldConfig", fieldConfig(),
                "options", options,
                "targets", targetsJson());
        if (!transformations.isEmpty()) {
            panel.put("transformations", transformations);
        }
        return panel;
    }

    private Map<String, Object> fieldConfig() {
        Map<String, Object> all = new LinkedHashMap<>(defaults);
        all.putIfAbsent("color", DashboardJson.object("mode", "palette-classic"));
        all.putIfAbsent("thresholds", thresholds());
        all.put("mappings", List.of());
        all.put("custom", custom);
        return DashboardJson.object(
                "defaults",
                all,
                "overrides",
                overrides.entrySet().stream()
                        .map(series -> DashboardJson.object(
                                "matcher",
                                DashboardJson.object("id", "byName", "options", series.getKey()),
                                "properties",
                                series.getValue().entrySet().stream()
                                        .map(one -> DashboardJson.object("id", one.getKey(), "value", one.getValue()))
                                        .toList()))
                        .toList());
    }

    private List<Map<String, Object>> targetsJson() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Target target : targets) {
            all.add(target.json(String.valueOf((char) ('A' + all.size()))));
        }
        return all;
    }

    private static Map<String, Object> thresholds(double... bounds) {
        List<String> colors = List.of("green", "orange", "red");
        List<Map<String, Object>> steps = new ArrayList<>();
        Map<String, Object> first = DashboardJson.object("color", colors.get(0));
        first.put("value", null);
        steps.add(first);
        for (double bound : bounds) {
            steps.add(DashboardJson.object("color", colors.get(steps.size()), "value", bound));
        }
        return DashboardJson.object("mode", "absolute", "steps", steps);
    }
}
