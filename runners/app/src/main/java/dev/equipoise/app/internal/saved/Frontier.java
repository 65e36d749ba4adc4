package dev.equipoise.app.internal.saved;

import dev.equipoise.app.internal.console.Table;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.text.Numbers;
import java.awt.Color;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A rate-distortion curve: what one model reaches at each of its betas. */
public record Frontier(List<Point> points) {

    /**
     * What the model reaches at a beta, means over examples.
     *
     * @param beta in units of the reconstruction term per nat
     * @param squaredError summed over elements
     * @param kl in nats, summed over latents
     * @param activeUnits latents whose posterior mean varies
     */
    public record Point(double beta, double squaredError, double kl, int activeUnits) {}

    /** The curve of evaluations at these betas, in the same order. */
    public static Frontier of(List<Double> betas, List<SplitEvaluation> evaluations) {
        return new Frontier(IntStream.range(0, betas.size())
                .mapToObj(i -> new Point(
                        betas.get(i),
                        evaluations.get(i).squaredError(),
                        evaluations.get(i).kl(),
                        evaluations.get(i).activeUnits()))
                .toList());
    }

    /** A row for each beta. */
    public Table table() {
        Table table = new Table("  ", "rrrr").row("beta", "squared error", "KL in nats", "active units");
        points.forEach(point -> table.row(
                Numbers.significant(point.beta()),
                Numbers.significant(point.squaredError()),
                Numbers.significant(point.kl()),
                Integer.toString(point.activeUnits())));
        return table;
    }

    /** The same for programs, with a header and all digits. */
    public String csv() {
        return points.stream()
                .map(point -> point.beta() + "," + point.squaredError() + "," + point.kl() + "," + point.activeUnits())
                .collect(Collectors.joining("\n", "beta,squared_error,kl,active_units\n", "\n"));
    }

    /** A picture of the squared error over KL. */
    public byte[] png(String experiment) throws IOException {
        // A picture in memory needs no display, and must not ask for one.
        System.setProperty("java.awt.headless", System.getProperty("java.awt.headless", "true"));
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(540)
                .title("Rate and distortion of " + experiment + ", beta "
                        + Numbers.significant(points.get(0).beta()) + " to "
                        + Numbers.significant(points.get(points.size() - 1).beta()))
                .xAxisTitle("KL in nats")
                .yAxisTitle("squared error per example")
                .build();
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.addSeries(
                        "frontier",
                        points.stream().mapToDouble(Point::kl).toArray(),
                        points.stream().mapToDouble(Point::squaredError).toArray())
                .setMarker(SeriesMarkers.CIRCLE);
        return ChartEncoder.getBytes(chart, "png");
    }
}
