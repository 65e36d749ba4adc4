package dev.equipoise.metrics.grafana;

import java.util.List;
import java.util.Map;

/**
 * How a kind of panel looks unless told otherwise.
 *
 * @param custom fields of its series
 * @param options of the panel
 * @param width in columns of 24
 * @param height in rows
 */
record Style(Map<String, Object> custom, Map<String, Object> options, int width, int height) {

    static Style lines(String axis) {
        return new Style(curve(axis, 0), courses(), 8, 8);
    }

    static Style shares() {
        Map<String, Object> custom = curve("share of the loss", 60);
        custom.put("stacking", DashboardJson.object("mode", "percent", "group", "A"));
        return new Style(custom, courses(), 8, 8);
    }

    static Style number(String text, String graph) {
        Map<String, Object> options = DashboardJson.object(
                "reduceOptions",
                DashboardJson.object("calcs", List.of("lastNotNull"), "fields", "", "values", false),
                "orientation",
                "auto",
                "textMode",
                text,
                "wideLayout",
                true,
                "colorMode",
                "value",
                "graphMode",
                graph,
                "justifyMode",
                "auto",
                "showPercentChange",
                false,
                "percentChangeColorMode",
                "standard");
        return new Style(Map.of(), options, 4, 4);
    }

    static Style heatMap(String axis) {
        Map<String, Object> options = DashboardJson.object(
                "calculate", false,
                "color",
                        DashboardJson.object(
                                "mode",
                                "scheme",
                                "scheme",
                                "Oranges",
                                "fill",
                                "dark-orange",
                                "scale",
                                "exponential",
                                "exponent",
                                0.5,
                                "steps",
                                64,
                                "reverse",
                                false,
                                "min",
                                0),
                "exemplars", DashboardJson.object("color", "rgba(255,0,255,0.7)"),
                "legend", DashboardJson.object("show", true),
                "rowsFrame", DashboardJson.object("layout", "unknown", "value", "KL in nats"),
                "cellGap", 0,
                "showValue", "never",
                "tooltip", DashboardJson.object("mode", "single", "yHistogram", false, "showColorScale", true),
                "yAxis", DashboardJson.object("axisPlacement", "left", "axisLabel", axis, "reverse", true));
        Map<String, Object> custom = DashboardJson.object("scaleDistribution", DashboardJson.object("type", "linear"));
        return new Style(custom, options, 16, 10);
    }

    static Style table() {
        Map<String, Object> custom = DashboardJson.object(
                "align",
                "auto",
                "cellOptions",
                DashboardJson.object("type", "auto"),
                "inspect",
                false,
                "filterable",
                true);
        Map<String, Object> options = DashboardJson.object(
                "showHeader",
                true,
                "frameIndex",
                0,
                "cellHeight",
                "sm",
                "footer",
                DashboardJson.object(
                        "show", false, "reducer", List.of("sum"), "countRows", false, "fields", List.of()));
        return new Style(custom, options, 24, 8);
    }

    private static Map<String, Object> curve(String axis, int fill) {
        return DashboardJson.object(
                "drawStyle",
                "line",
                "lineInterpolation",
                "linear",
                "lineWidth",
                1,
                "fillOpacity",
                fill,
                "gradientMode",
                "none",
                "showPoints",
                "never",
                "pointSize",
                5,
                "spanNulls",
                false,
                "axisPlacement",
                "auto",
                "axisLabel",
                axis,
                "scaleDistribution",
                DashboardJson.object("type", "linear"),
                "stacking",
                DashboardJson.object("mode", "none", "group", "A"));
    }

    private static Map<String, Object> courses() {
        return DashboardJson.object(
                "legend",
                DashboardJson.object(
                        "showLegend",
                        true,
                        "displayMode",
                        "list",
                        "placement",
                        "bottom",
                        "calcs",
                        List.of("lastNotNull")),
                "tooltip",
                DashboardJson.object("mode", "multi", "sort", "none"));
    }
}
