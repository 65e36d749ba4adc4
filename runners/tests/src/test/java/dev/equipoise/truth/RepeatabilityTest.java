package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.ChildJvm;
import dev.equipoise.run.EngineName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same seed gives the same parameters, bit for bit. */
class RepeatabilityTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aSeedRepeatsARunEvenInASmallHeapWithCollectionsBeforeEveryBackward(EngineName engine)
            throws IOException, InterruptedException {
        String undisturbed = parameters(engine, "-Xmx1g");
        String collecting = parameters(engine, "-Xmx48m", "collect");
        assertThat(undisturbed).contains("parameters ");
        assertThat(collecting).isEqualTo(undisturbed);
    }

    private String parameters(EngineName engine, String heap, String... collect)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(engine.name()));
        arguments.addAll(List.of(collect));
        // Threads that share sums, and do not spin when another test has a core.
        Map<String, String> patient = Map.of("OMP_NUM_THREADS", "2", "OMP_WAIT_POLICY", "passive");
        String output = new ChildJvm(ChildJvm.ownClassPath(), folder, patient, List.of(heap))
                .run(ParametersMain.class.getName(), arguments.toArray(String[]::new))
                .well()
                .out();
        return output.lines()
                .filter(line -> line.startsWith("parameters "))
                .findFirst()
                .orElse(output);
    }
}
