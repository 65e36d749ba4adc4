package dev.equipoise.metrics.internal.page;

import dev.equipoise.text.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Small pictures in SVG without a style of their own: lines, shares and bars that fill the box they are put in. The numbers
 * of their axes are text beside them, for the box stretches what is in it.
 */
final class Chart {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 200;
    /** At the top, in the middle and at the bottom, where an axis has its numbers. */
    private static final String GRID = String.format(
            Locale.ROOT, "<path class=\"grid\" d=\"M0,0H%1$dM0,%2$dH%1$dM0,%3$dH%1$d\"/>", WIDTH, HEIGHT / 2, HEIGHT);

    private Chart() {}

    /** The course of one number between two steps. */
    static String line(String label, String colour, List<Double> points, String first, String last) {
        if (points.size() < 2) {
            return "<p class=\"none\">two points are needed for a curve</p>";
        }
        Axis axis = Axis.of(points);
        String line = IntStream.range(0, points.size())
                .mapToObj(i -> at(x(i, points.size()), HEIGHT * (1 - axis.part(points.get(i)))))
                .collect(Collectors.joining(" "));
        String drawing = String.format(Locale.ROOT, """
                <polygon class="area %1$s" points="0,%2$d %3$s %4$d,%2$d"/>\
                <polyline class="line %1$s" points="%3$s"/>""", colour, HEIGHT, line, WIDTH);
        return plot(svg(label, GRID + drawing), axis.numbers(), first, axis.remark(), last);
    }

    /** The shares of error, KL and further terms over the run: error on top, KL below it, further terms at the bottom. */
    static String shares(String label, List<List<Double>> sizes, String first, String last) {
        int count = sizes.stream().mapToInt(List::size).min().orElse(0);
        if (count < 2) {
            return "<p class=\"none\">two points are needed for a curve</p>";
        }
        String drawing =
                String.format(Locale.ROOT, """
                <rect class="fill error" width="%1$d" height="%2$d"/>\
                <polygon class="fill kl" points="0,%2$d %3$s %1$d,%2$d"/>\
                <polygon class="fill term" points="0,%2$d %4$s %1$d,%2$d"/>\
                <line class="half" x1="0" y1="%5$d" x2="%1$d" y2="%5$d"/>""", WIDTH, HEIGHT, top(sizes, 1, count), top(sizes, 2, count), HEIGHT / 2);
        return plot(svg(label, drawing), List.of("100 %", "50 %", "0 %"), first, "", last);
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

    /** A bar for each value, at least 0, whose title names it; the first and the last are named below too. */
    static String bars(String label, List<String> titles, double[] values, String first, String last) {
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
                    Html.escaped(titles.get(i))));
        }
        List<String> numbers =
                max > 0 ? List.of(Numbers.significant(max), Numbers.significant(max / 2), "0") : List.of("", "", "0");
        return plot(svg(label, GRID + bars), numbers, first, "", last);
    }

    /** The share of one size and of all after it; 0 if all are 0. */
    private static double share(double[] sizes, int first) {
        double all = DoubleStream.of(sizes).sum();
        return all > 0 ? DoubleStream.of(sizes).skip(first).sum() / all : 0;
    }

    private static double x(int index, int count) {
        return (double) WIDTH * index / (count - 1);
    }

    private static String at(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
    }

    /** A picture, the numbers at its left from top to bottom, and the words below it from left to right. */
    private static String plot(String svg, List<String> numbers, String... below) {
        return "<div class=\"plot\"><p class=\"numbers\">" + spans(numbers) + "</p>" + svg + "<p class=\"axis\">"
                + spans(List.of(below)) + "</p></div>";
    }

    private static String spans(List<String> texts) {
        return texts.stream()
                .map(text -> "<span>" + Html.escaped(text) + "</span>")
                .collect(Collectors.joining());
    }

    private static String svg(String label, String content) {
        return "<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT
                + "\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"" + Html.escaped(label) + "\">"
                + content + "</svg>";
    }
}
