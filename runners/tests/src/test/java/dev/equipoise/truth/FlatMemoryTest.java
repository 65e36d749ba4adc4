package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.equipoise.app.ChildJvm;
import dev.equipoise.run.EngineName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Resident memory and threads over many steps and over many runs, with checkpoints. The heap is touched from the start, and
 * the virtual machine's second compiler, whose memory comes and goes by megabytes, is off; what is left is the run's own.
 */
@Tag("slow")
class FlatMemoryTest {

    private static final List<String> HEAP = List.of(
            "-Xms256m",
            "-Xmx256m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-XX:ReservedCodeCacheSize=64m",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UseDynamicNumberOfCompilerThreads");

    @TempDir
    Path runs;

    @ParameterizedTest
    @EnumSource
    void itIsFlatOverThirtyThousandSteps(EngineName engine) throws IOException, InterruptedException {
        assertThat(slope(engine, "steps", 30_000)).as("bytes a step").isLessThan(16);
    }

    @ParameterizedTest
    @EnumSource
    void itIsFlatOverSixtyRuns(EngineName engine) throws IOException, InterruptedException {
        assertThat(slope(engine, "runs", 60)).as("bytes a run").isLessThan(256_000);
    }

    /**
     * The median of the slopes between all pairs of marks of the second half (Theil and Sen), in bytes: memory that the
     * allocator takes or gives back in one piece moves it little, a leak moves it whole.
     */
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
                .map(words -> new double[] {
                    Double.parseDouble(words[1]), 1024 * Double.parseDouble(words[2]), Double.parseDouble(words[3])
                })
                .toList();
        assertThat(marks).as(output).hasSizeGreaterThan(20);
        List<double[]> settled = marks.subList(marks.size() / 2, marks.size());
        assertThat(threads(settled)).as(output).isLessThanOrEqualTo(threads(marks.subList(5, marks.size() / 2)));
        List<Double> slopes = new ArrayList<>();
        for (double[] earlier : settled) {
            for (double[] later : settled) {
                if (later[0] > earlier[0]) {
                    slopes.add((later[1] - earlier[1]) / (later[0] - earlier[0]));
                }
            }
        }
        slopes.sort(null);
        double slope = slopes.get(slopes.size() / 2);
        System.out.printf("%s: %.1f resident bytes per %s%n", engine.djlName(), slope, kind.replaceAll("s$", ""));
        return slope;
    }

    /** The fewest: what is always there, whichever threads of a moment a mark meets. */
    private static double threads(List<double[]> marks) {
        return marks.stream().mapToDouble(mark -> mark[2]).min().orElseThrow();
    }
}
