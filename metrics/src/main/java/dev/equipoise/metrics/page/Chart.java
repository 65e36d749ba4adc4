package dev.equipoise.metrics.page;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Small pictures in SVG without a style of their own: lines, shares and bars that fill the box they are put in. */
final class Chart {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 200;
    /** From this ratio of the largest to the smallest value on, equal ratios are drawn as equal steps. */
    private static final double LOGARITHMIC = 30;

    private Chart() {}

    /** The course of one number, with its extremes in words. */
    static String line(String label, String colour, List<Double> points) {
        if (points.size() < 2) {
            return "<p class=\"none\">two points are needed for a curve</p>";
        }
        double min = points.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double max = points.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        boolean logarithmic = min > 0 && max / min > LOGARITHMIC;
        String line = IntStream.range(0, points.size())
                .mapToObj(i -> at(x(i, points.size()), y(points.get(i), min, max, logarithmic)))
                .collect(Collectors.joining(" "));
        return svg(label, String.format(Locale.ROOT, """
                <polygon class="area %1$s" points="0,%2$d %3$s %4$d,%2$d"/>\
                <polyline class="line %1$s" points="%3$s"/>""", colour, HEIGHT, line, WIDTH))
                + "<p class=\"axis\"><span>lowest " + Figures.of(min) + ", highest " + Figures.of(max)
                + (logarithmic ? ", log scale" : "") + "</span></p>";
    }

    /** The shares of error, KL and further terms over the run: error on top, KL below it, further terms at the bottom. */
    static String shares(String label, List<List<Double>> sizes) {
        int count = sizes.stream().mapToInt(List::size).min().orElse(0);
        if (count < 2) {
            return "<p class=\"none\">two points are needed for a curve</p>";
        }
        return svg(
                label,
                String.format(Locale.ROOT, """
                <rect class="fill error" width="%1$d" height="%2$d"/>\
                <polygon class="fill kl" points="0,%2$d %3$s %1$d,%2$d"/>\
                <polygon class="fill term" points="0,%2$d %4$s %1$d,%2$d"/>\
                <line class="half" x1="0" y1="%5$d" x2="%1$d" y2="%5$d"/>""", WIDTH, HEIGHT, top(sizes, 1, count), top(sizes, 2, count), HEIGHT / 2));
    }

    /** Along the top of the share of a part and of those after it. */
    private static String top(List<List<Double>> sizes, int first, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> at(
                        x(i, count),
                        HEIGHT
                                * (1
                                        - share(
                                                sizes.stream()
                                                        .mapToDouble(size -> size.get(i))
                                                        .toArray(),
                                                first))))
                .collect(Collectors.joining(" "));
    }

    /** The shares of error, KL and further terms, side by side. */
    static String balance(String label, double[] sizes) {
        long kl = Math.round(WIDTH * (1 - share(sizes, 1)));
        long term = Math.round(WIDTH * (1 - share(sizes, 2)));
        return svg(label, String.format(Locale.ROOT, """
                <rect class="fill error" width="%1$d" height="%2$d"/>\
                <rect class="fill kl" x="%1$d" width="%3$d" height="%2$d"/>\
                <rect class="fill term" x="%4$d" width="%5$d" height="%2$d"/>\
                <line class="half" x1="500" y1="0" x2="500" y2="%2$d"/>""", kl, HEIGHT, term - kl, term, WIDTH - term));
    }

    /** Part of a whole, such as of a run. */
    static String progress(String label, double part) {
        return svg(
                label,
                String.format(Locale.ROOT, """
                <rect class="rail" width="%d" height="%d"/><rect class="fill done" width="%d" height="%2$d"/>""", WIDTH, HEIGHT, Math.round(WIDTH * Math.min(1, Math.max(0, part)))));
    }

    /** A bar for each value, at least 0, whose title names it. */
    static String bars(String label, List<String> titles, double[] values) {
        double max = IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .max()
                .orElse(0);
        double width = (double) WIDTH / Math.max(8, values.length);
        StringBuilder bars = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            double height = max > 0 && values[i] > 0 ? Math.max(1, HEIGHT * values[i] / max) : 0;
            bars.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"fill kl\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title></rect>",
                    i * width + 0.1 * width,
                    HEIGHT - height,
                    0.8 * width,
                    height,
                    Figures.escaped(titles.get(i))));
        }
        return svg(label, bars.toString());
    }

    /** The share of one size and of all after it; 0 if all are 0. */
    private static double share(double[] sizes, int first) {
        double all = DoubleStream.of(sizes).sum();
        return all > 0 ? DoubleStream.of(sizes).skip(first).sum() / all : 0;
    }

    private static double x(int index, int count) {
        return (double) WIDTH * index / (count - 1);
    }

    private static double y(double value, double min, double max, boolean logarithmic) {
        double part = logarithmic ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
        return max > min ? HEIGHT * (0.96 - 0.92 * part) : HEIGHT / 2.0;
    }

    private static String at(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
    }

    private static String svg(String label, String content) {
        return "<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT
                + "\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"" + Figures.escaped(label) + "\">"
                + content + "</svg>";
    }
}
