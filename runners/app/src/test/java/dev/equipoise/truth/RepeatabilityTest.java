package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.engine.EngineName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same seed gives the same parameters, bit for bit. */
class RepeatabilityTest {

    @ParameterizedTest
    @EnumSource
    void aSeedRepeatsARunEvenInASmallHeapWithCollectionsBeforeEveryBackward(EngineName engine)
            throws IOException, InterruptedException {
        String undisturbed = parameters(engine, "-Xmx1g");
        String collecting = parameters(engine, "-Xmx48m", "collect");
        assertThat(undisturbed).contains("parameters ");
        assertThat(collecting).isEqualTo(undisturbed);
    }

    private static String parameters(EngineName engine, String heap, String... collect)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(engine.name()));
        arguments.addAll(List.of(collect));
        String output = ChildJvm.run(ParametersMain.class, List.of(heap), arguments, 120);
        return output.lines()
                .filter(line -> line.startsWith("parameters "))
                .findFirst()
                .orElse(output);
    }
}
