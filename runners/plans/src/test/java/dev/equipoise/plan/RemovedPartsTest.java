package dev.equipoise.plan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.experiment.Overrides;
import dev.equipoise.plan.ExperimentReaderTest.Full;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemovedPartsTest {

    private static final String INSTEAD =
            ": this part was removed; use fixedBeta with fixedBeta.convention=NORMALISED, which does the same";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"normalizedBeta", "dev.equipoise.schedules.NormalizedBeta"})
    void aKeyOfAnEarlierVersionNamesWhatReplacesIt(String key) {
        Overrides with = new Overrides(List.of(), List.of(key), Set.of(), false);
        Overrides without = new Overrides(List.of(), List.of(), Set.of(key), false);
        Overrides set =
                new Overrides(List.of(new Overrides.Setting(key + ".beta", "2", "--set")), List.of(), Set.of(), false);

        refused(Full.class, with, "unknown part '" + key + "' (--with)" + INSTEAD);
        refused(Full.class, without, "unknown part '" + key + "' (--without)" + INSTEAD);
        refused(Full.class, set, "unknown key '" + key + ".beta' (--set)" + INSTEAD);
    }

    /** A class that was compiled against an earlier version. */
    @Test
    void anAnnotationOfAnEarlierVersionNamesWhatReplacesIt() throws Exception {
        Path classes =
                Sources.compiled(folder, Map.of("user.own.Old", """
                package user.own;
                @dev.equipoise.experiment.Experiment(name = "old")
                @dev.equipoise.schedules.NormalizedBeta(beta = 0.01)
                class Old {}
                """, "dev.equipoise.schedules.NormalizedBeta", """
                package dev.equipoise.schedules;
                @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
                public @interface NormalizedBeta { double beta(); }
                """));
        Files.delete(classes.resolve("dev/equipoise/schedules/NormalizedBeta.class"));

        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            refused(
                    loader.loadClass("user.own.Old"),
                    Overrides.NONE,
                    "@dev.equipoise.schedules.NormalizedBeta on Old was removed: use @FixedBeta(beta = ...,"
                            + " convention = BetaConvention.NORMALISED), which does the same");
        }
    }

    private static void refused(Class<?> type, Overrides overrides, String problem) {
        assertThatThrownBy(() -> TestParts.reader().read(type, overrides))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining(problem);
    }
}
