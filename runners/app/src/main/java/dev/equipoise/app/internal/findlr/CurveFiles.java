package dev.equipoise.app.internal.findlr;

import dev.equipoise.app.internal.findlr.LossCurve.Point;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes {@code find-lr.csv} and {@code find-lr.png} into the directory of a range test's run. */
public record CurveFiles(Disk disk, Path directory) {

    private static final Logger LOG = LoggerFactory.getLogger(CurveFiles.class);
    private static final String TABLE = "find-lr.csv";
    private static final String PICTURE = "find-lr.png";

    /**
     * Writes both files, but nothing of a curve without points; a Java that finds no fonts draws no picture, and says so.
     *
     * @return the names of what was written
     */
    public List<String> write(String experiment, LossCurve curve) {
        if (curve.points().isEmpty()) {
            return List.of();
        }
        try {
            WholeFile.write(disk, directory.resolve(TABLE), table(curve.points()));
            Optional<byte[]> png = picture(experiment, curve);
            if (png.isEmpty()) {
                return List.of(TABLE);
            }
            WholeFile.write(disk, directory.resolve(PICTURE), out -> out.write(ByteBuffer.wrap(png.get())));
            return List.of(TABLE, PICTURE);
        } catch (IOException e) {
            throw new UncheckedIOException("the files of the range test cannot be written in " + directory, e);
        }
    }

    private static Optional<byte[]> picture(String experiment, LossCurve curve) throws IOException {
        try {
            return Optional.of(CurvePicture.png(experiment, curve));
        } catch (RuntimeException | LinkageError | InternalError e) {
            LOG.warn(
                    "no {}, because this Java cannot draw text ({}): install fontconfig and a font",
                    PICTURE,
                    e.toString());
            return Optional.empty();
        }
    }

    private static String table(List<Point> points) {
        List<String> lines = new ArrayList<>();
        lines.add("step,rate,loss,smoothed_loss");
        points.forEach(
                point -> lines.add(point.step() + "," + point.rate() + "," + point.loss() + "," + point.smoothed()));
        return String.join("\n", lines) + "\n";
    }
}
