package dev.equipoise.app.internal.findlr;

import dev.equipoise.app.internal.findlr.LossCurve.Point;
import dev.equipoise.text.Numbers;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The curve of a range test with its suggestion, over the rate in orders of magnitude. */
final class CurvePicture {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 540;
    private static final Color FAINT = new Color(190, 190, 190);
    private static final Color CURVE = new Color(31, 91, 160);
    private static final Color SUGGESTION = new Color(200, 70, 30);

    /** How far above the start and below the lowest average the picture reaches, as a fraction of the fall. */
    private static final double MARGIN = 0.25;

    private final XYChart chart;
    private final double bottom;
    private final double top;

    private CurvePicture(String experiment, LossCurve curve) {
        double fall = Math.max(curve.start() - curve.lowest(), Math.ulp(curve.start()));
        bottom = curve.lowest() - MARGIN * fall;
        top = curve.start() + MARGIN * fall;
        chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Learning-rate range test of " + experiment)
                .xAxisTitle("learning rate")
                .yAxisTitle("loss")
                .build();
        chart.getStyler()
                .setXAxisLogarithmic(true)
                .setYAxisMin(bottom)
                .setYAxisMax(top)
                .setLegendPosition(LegendPosition.InsideSW)
                .setChartBackgroundColor(Color.WHITE);
    }

    static byte[] png(String experiment, LossCurve curve) throws IOException {
        // A picture in memory needs no display, and must not ask for one.
        System.setProperty("java.awt.headless", System.getProperty("java.awt.headless", "true"));
        CurvePicture picture = new CurvePicture(experiment, curve);
        picture.draw("of each batch", curve.points(), Point::loss, FAINT, 1);
        picture.draw("moving average", curve.points(), Point::smoothed, CURVE, 2.5F);
        if (curve.finding() instanceof Finding.Rate found) {
            picture.mark(found.rate());
        }
        return ChartEncoder.getBytes(picture.chart, "png");
    }

    /** Only what lies in the picture: what explodes at the end would flatten all that matters. */
    private void draw(String name, List<Point> points, ToDoubleFunction<Point> value, Color color, float width) {
        List<Point> shown = points.stream()
                .filter(point -> value.applyAsDouble(point) >= bottom && value.applyAsDouble(point) <= top)
                .toList();
        if (!shown.isEmpty()) {
            double[] rates = shown.stream().mapToDouble(Point::rate).toArray();
            line(name, rates, shown.stream().mapToDouble(value).toArray(), color, width);
        }
    }

    private void mark(double rate) {
        String name = "suggestion: " + Numbers.significant(rate);
        line(name, new double[] {rate, rate}, new double[] {bottom, top}, SUGGESTION, 2);
    }

    private void line(String name, double[] x, double[] y, Color color, float width) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(SeriesMarkers.NONE).setLineColor(color);
        series.setLineStyle(new BasicStroke(width));
    }
}
