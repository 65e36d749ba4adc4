package dev.equipoise.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A panel of a board drawn from what Prometheus answers to its queries, without Grafana: same title, axis, names and
 * colours, but XChart's hand. For docs/images.
 */
final class PanelPicture {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Map<String, Color> COLORS = Map.of(
            "blue", new Color(87, 148, 242),
            "light-blue", new Color(138, 184, 255),
            "orange", new Color(255, 152, 48),
            "light-orange", new Color(255, 179, 87),
            "purple", new Color(184, 119, 217),
            "green", new Color(86, 166, 75),
            "light-green", new Color(150, 217, 141),
            "yellow", new Color(224, 180, 0),
            "text", new Color(90, 90, 90));

    private final JsonNode panel;
    private final long began;
    private final List<Course> courses = new ArrayList<>();

    /** A series: its name and its values by time. */
    private record Course(String name, TreeMap<Long, Double> values) {}

    /** @param began time that is 0 on the axis, in seconds since 1970 */
    PanelPicture(JsonNode panel, long began) {
        this.panel = panel;
        this.began = began;
    }

    /** Adds the answer to one of the panel's queries. */
    void add(JsonNode target, JsonNode answer) {
        for (JsonNode series : answer) {
            TreeMap<Long, Double> values = new TreeMap<>();
            for (JsonNode point : series.get("values")) {
                double value = Double.parseDouble(point.get(1).asText());
                if (Double.isFinite(value) && !(logarithmic() && value <= 0)) {
                    values.put(point.get(0).asLong() - began, value);
                }
            }
            if (!values.isEmpty()) {
                courses.add(new Course(name(target.get("legendFormat").asText(), series.get("metric")), values));
            }
        }
    }

    BufferedImage draw(int width, int height) {
        Chart<?, ?> chart = panel.get("type").asText().equals("heatmap") ? rows(width, height) : curves(width, height);
        Styler styler = chart.getStyler();
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 9));
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        chart.paint(image.createGraphics(), width, height);
        return image;
    }

    private XYChart curves(int width, int height) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .title(panel.get("title").asText())
                .xAxisTitle("seconds")
                .yAxisTitle(panel.at("/fieldConfig/defaults/custom/axisLabel").asText())
                .build();
        chart.getStyler()
                .setYAxisLogarithmic(logarithmic())
                .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10))
                .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10))
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal);
        if (panel.at("/fieldConfig/defaults").has("min") && !courses.isEmpty()) {
            double most = courses.stream()
                    .flatMap(course -> course.values().values().stream())
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElseThrow();
            chart.getStyler()
                    .setYAxisMin(panel.at("/fieldConfig/defaults/min").asDouble())
                    .setYAxisMax(most * 1.1);
        }
        boolean shares =
                panel.at("/fieldConfig/defaults/custom/stacking/mode").asText().equals("percent");
        for (Course course : shares ? stacked() : courses) {
            XYSeries drawn = chart.addSeries(
                    course.name(),
                    new ArrayList<>(course.values().keySet()),
                    new ArrayList<>(course.values().values()));
            drawn.setMarker(SeriesMarkers.NONE).setLineWidth(1.5F);
            if (override(course.name(), "custom.lineStyle").has("fill")) {
                drawn.setLineStyle(SeriesLines.DASH_DASH);
            }
            if (shares) {
                chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
                drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
            }
            Color color = COLORS.get(
                    override(course.name(), "color").path("fixedColor").asText());
            if (color != null) {
                drawn.setLineColor(color).setFillColor(color);
            }
            if (override(course.name(), "custom.axisPlacement").asText().equals("right")) {
                drawn.setYAxisGroup(1);
                chart.setYAxisGroupTitle(
                        1, override(course.name(), "custom.axisLabel").asText());
                chart.getStyler().setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
            }
        }
        return chart;
    }

    /** Shares of the sum, each drawn on top of those after it: the first covers all, the last lies in front. */
    private List<Course> stacked() {
        List<Course> shares = new ArrayList<>();
        for (int first = 0; first < courses.size(); first++) {
            TreeMap<Long, Double> values = new TreeMap<>();
            for (long time : courses.get(first).values().keySet()) {
                double all = sum(courses, time);
                values.put(time, 100 * sum(courses.subList(first, courses.size()), time) / all);
            }
            shares.add(new Course(courses.get(first).name(), values));
        }
        return shares;
    }

    private static double sum(List<Course> courses, long time) {
        return courses.stream()
                .mapToDouble(course -> course.values().getOrDefault(time, 0.0))
                .sum();
    }

    private HeatMapChart rows(int width, int height) {
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(width)
                .height(height)
                .title(panel.get("title").asText())
                .xAxisTitle("seconds")
                .yAxisTitle(panel.at("/options/yAxis/axisLabel").asText())
                .build();
        chart.getStyler()
                .setRangeColors(new Color[] {Color.WHITE, new Color(255, 152, 48), new Color(130, 50, 0)})
                .setShowValue(false)
                .setHeatMapDecimalValueFormatter(value -> String.format(Locale.ROOT, "%.2f", value))
                .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
        courses.sort(Comparator.comparingInt(course -> Integer.parseInt(course.name())));
        List<Long> times = new ArrayList<>(courses.get(0).values().keySet());
        List<Number[]> cells = new ArrayList<>();
        for (int row = 0; row < courses.size(); row++) {
            for (int column = 0; column < times.size(); column++) {
                cells.add(new Number[] {column, row, courses.get(row).values().getOrDefault(times.get(column), 0.0)});
            }
        }
        chart.addSeries(
                panel.get("title").asText(),
                times,
                courses.stream().map(Course::name).toList(),
                cells);
        chart.getStyler().setXAxisMaxLabelCount(10);
        return chart;
    }

    private boolean logarithmic() {
        return panel.at("/fieldConfig/defaults/custom/scaleDistribution/type")
                .asText()
                .equals("log");
    }

    private JsonNode override(String series, String property) {
        for (JsonNode override : panel.at("/fieldConfig/overrides")) {
            if (override.at("/matcher/options").asText().equals(series)) {
                for (JsonNode one : override.get("properties")) {
                    if (one.get("id").asText().equals(property)) {
                        return one.get("value");
                    }
                }
            }
        }
        return panel.path("no such property");
    }

    private static String name(String legend, JsonNode labels) {
        Matcher placeholder = PLACEHOLDER.matcher(legend);
        return placeholder.replaceAll(
                found -> Matcher.quoteReplacement(labels.path(found.group(1)).asText()));
    }
}
