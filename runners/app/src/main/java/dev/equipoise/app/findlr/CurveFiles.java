package dev.equipoise.app.findlr;

import dev.equipoise.app.findlr.LossCurve.Point;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes {@code find-lr.csv} and {@code find-lr.png} into the directory of a range test's run. */
public record CurveFiles(Path directory) {

    private static final Logger LOG = LoggerFactory.getLogger(CurveFiles.class);

    /** Both files; a Java that finds no fonts draws no picture, and says so. */
    public void write(String experiment, LossCurve curve) {
        try {
            Files.write(directory.resolve("find-lr.csv"), lines(curve.points()));
            picture(experiment, curve).ifPresent(this::writePicture);
        } catch (IOException e) {
            throw new UncheckedIOException("the files of the range test cannot be written in " + directory, e);
        }
    }

    private static Optional<byte[]> picture(String experiment, LossCurve curve) throws IOException {
        try {
            return Optional.of(CurvePicture.png(experiment, curve));
        } catch (RuntimeException | LinkageError | InternalError e) {
            LOG.warn(
                    "no find-lr.png, because this Java cannot draw text ({}): install fontconfig and a font",
                    e.toString());
            return Optional.empty();
        }
    }

    private void writePicture(byte[] png) {
        try {
            Files.write(directory.resolve("find-lr.png"), png);
        } catch (IOException e) {
            throw new UncheckedIOException("find-lr.png cannot be written in " + directory, e);
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
