package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.equipoise.app.ChildJvm;
import dev.equipoise.engine.EngineName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Resident memory over many steps and over many runs, in a process whose heap is touched from the start. */
@Tag("slow")
class FlatMemoryTest {

    private static final List<String> HEAP =
            List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-XX:ReservedCodeCacheSize=64m");

    @TempDir
    Path runs;

    @ParameterizedTest
    @EnumSource
    void itIsFlatOverTwentyThousandSteps(EngineName engine) throws IOException, InterruptedException {
        assertThat(slope(engine, "steps", 20_000)).as("bytes a step").isLessThan(100);
    }

    @ParameterizedTest
    @EnumSource
    void itIsFlatOverThirtyRuns(EngineName engine) throws IOException, InterruptedException {
        assertThat(slope(engine, "runs", 30)).as("bytes a run").isLessThan(1_000_000);
    }

    /** Least squares slope of the resident bytes over the last two thirds of the marks. */
    private double slope(EngineName engine, String kind, int count) throws IOException, InterruptedException {
        assumeThat(Path.of("/proc/self/status"))
                .as("resident memory is read from /proc")
                .exists();
        String output = new ChildJvm(ChildJvm.ownClassPath(), runs, Map.of(), HEAP)
                .run(SoakMain.class.getName(), engine.name(), kind, String.valueOf(count), runs.toString())
                .well()
                .out();
        List<double[]> marks = output.lines()
                .filter(line -> line.startsWith("rss "))
                .map(line -> line.split(" "))
                .map(words -> new double[] {Double.parseDouble(words[1]), 1024 * Double.parseDouble(words[2])})
                .toList();
        assertThat(marks).as(output).hasSizeGreaterThan(20);
        List<double[]> settled = marks.subList(marks.size() / 3, marks.size());
        double meanX = settled.stream().mapToDouble(m -> m[0]).average().orElseThrow();
        double meanY = settled.stream().mapToDouble(m -> m[1]).average().orElseThrow();
        double products = settled.stream()
                .mapToDouble(m -> (m[0] - meanX) * (m[1] - meanY))
                .sum();
        double squares = settled.stream()
                .mapToDouble(m -> (m[0] - meanX) * (m[0] - meanX))
                .sum();
        double slope = products / squares;
        System.out.printf("%s: %.1f resident bytes per %s%n", engine.djlName(), slope, kind.replaceAll("s$", ""));
        return slope;
    }
}
