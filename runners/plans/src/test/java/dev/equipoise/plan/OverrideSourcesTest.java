package dev.equipoise.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverrideSourcesTest {

    @TempDir
    private Path folder;

    private Path config(String text) throws IOException {
        return Files.writeString(folder.resolve("experiment.yaml"), text);
    }

    private Overrides read(String text) throws IOException {
        return new OverrideSources(Map.of()).over(Optional.of(config(text)), Overrides.NONE);
    }

    private static List<String> settings(Overrides overrides) {
        return overrides.settings().stream()
                .map(setting -> setting.key() + "=" + setting.value())
                .toList();
    }

    @Test
    void keysNestOrHaveDotsAndValuesStayAsWritten() throws IOException {
        Overrides overrides = read("""
                # a comment
                fixedBeta.beta: 1e-3
                experiment:
                  epochs: 007
                  name: "quoted: name"
                mlpVae:
                  hidden: [400, 200]
                  activation: relu
                gaussianData:
                  eigenvalues:
                    - 4
                    - 2.50
                mmd:
                  - weight: 2
                  - {weight: 3, scales: [1, 2]}
                'rbf[1].weight': yes
                """);
        assertThat(settings(overrides))
                .containsExactly(
                        "fixedBeta.beta=1e-3",
                        "experiment.epochs=007",
                        "experiment.name=quoted: name",
                        "mlpVae.hidden=400,200",
                        "mlpVae.activation=relu",
                        "gaussianData.eigenvalues=4,2.50",
                        "mmd[0].weight=2",
                        "mmd[1].weight=3",
                        "mmd[1].scales=1,2",
                        "rbf[1].weight=yes");
        assertThat(overrides.settings())
                .allMatch(setting -> setting.origin().equals("config " + folder.resolve("experiment.yaml")));
    }

    @Test
    void theFileIsWeakerThanTheEnvironmentAndThatThanTheCommandLine() throws IOException {
        Overrides commandLine = new Overrides(List.of(new Setting("a.b", "3", "--set")), List.of(), Set.of(), true);
        Overrides all = new OverrideSources(Map.of("EQUIPOISE_SET", "a.b=2; c.d = x=y ;"))
                .over(Optional.of(config("a: {b: 1}")), commandLine);
        assertThat(settings(all)).containsExactly("a.b=1", "a.b=2", "c.d=x=y", "a.b=3");
        assertThat(all.settings().get(1).origin()).isEqualTo("EQUIPOISE_SET");
        assertThat(all.fast()).isTrue();
    }

    @Test
    void theCommandLineTakesOutWhatTheFilePutsInAndTheOtherWayRound() throws IOException {
        Overrides commandLine = new Overrides(List.of(), List.of("b"), Set.of("a"), false);
        Overrides all =
                new OverrideSources(Map.of()).over(Optional.of(config("with: [a, c]\nwithout: [b, d]\n")), commandLine);
        assertThat(all.with()).containsExactly("c", "b");
        assertThat(all.without()).containsExactlyInAnyOrder("a", "d");
    }

    @Test
    void anEmptyFileSetsNothing() throws IOException {
        assertThat(read("").settings()).isEmpty();
        assertThat(read("# nothing\n").settings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a: 1\\nb: [1, 2\\n    | line 3: it must be YAML: while parsing a flow sequence, expected ',' or ']'
                    a: 1\\n\\tb: 2        | line 2: it must be YAML
                    a: 1\\nb: 2\\na: 3    | line 3: it must be YAML: Duplicate field 'a'
                    a:\\n  b: 1\\n  c:\\n | line 3: it must give 'a.c' a value, got none
                    a:\\n  - [1]          | line 2: it must give 'a' plain elements
                    a: [1, {b: 2}]        | line 1: it must give 'a' maps or plain elements, got both
                    - 1                   | line 1: it must hold keys and values
                    just text             | line 1: it must hold keys and values, got 'just text'
                    """)
    void anIllFormedFileIsNamedWithItsLine(String text, String problem) {
        String file = text.replace("\\n", "\n").replace("\\t", "\t");
        InvalidExperimentException thrown = catchThrowableOfType(InvalidExperimentException.class, () -> read(file));
        assertThat(thrown).isNotNull().hasMessageContaining("experiment.yaml, " + problem);
    }

    @Test
    void anUnreadableFileAndAMalformedVariableAreReportedTogether() {
        OverrideSources sources = new OverrideSources(Map.of("EQUIPOISE_SET", "beta;=3"));
        InvalidExperimentException thrown = catchThrowableOfType(
                InvalidExperimentException.class,
                () -> sources.over(Optional.of(folder.resolve("none.yaml")), Overrides.NONE));
        assertThat(thrown.problems())
                .satisfiesExactly(
                        unreadable -> assertThat(unreadable)
                                .contains("none.yaml must be a readable text file")
                                .contains("NoSuchFile"),
                        first -> assertThat(first).isEqualTo("a setting must be key=value, got 'beta' (EQUIPOISE_SET)"),
                        second ->
                                assertThat(second).isEqualTo("a setting must be key=value, got '=3' (EQUIPOISE_SET)"));
    }
}
