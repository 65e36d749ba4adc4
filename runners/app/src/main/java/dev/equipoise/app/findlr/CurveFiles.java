package dev.equipoise.app.findlr;

import dev.equipoise.app.findlr.LossCurve.Point;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes {@code find-lr.csv} and {@code find-lr.png} into the directory of a range test's run. */
public record CurveFiles(Path directory) {

    /** Both files. */
    public void write(String experiment, LossCurve curve) {
        try {
            Files.write(directory.resolve("find-lr.csv"), lines(curve.points()));
            Files.write(directory.resolve("find-lr.png"), CurvePicture.png(experiment, curve));
        } catch (IOException e) {
            throw new UncheckedIOException("the files of the range test cannot be written in " + directory, e);
        }
    }

    private static List<String> lines(List<Point> points) {
        List<String> lines = new ArrayList<>();
        lines.add("step,rate,loss,smoothed_loss");
        points.forEach(
                point -> lines.add(point.step() + "," + point.rate() + "," + point.loss() + "," + point.smoothed()));
        return lines;
    }
}
