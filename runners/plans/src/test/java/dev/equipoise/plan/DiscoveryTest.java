package dev.equipoise.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.data.Digits;
import dev.equipoise.data.Scale;
import dev.equipoise.experiment.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {

    @TempDir
    private Path folder;

    private static String experiment(String type, String name) {
        return """
                package user.own;
                @Recipe
                @dev.equipoise.experiment.Experiment(name = "%2$s")
                final class %1$s {
                    static { if (true) throw new IllegalStateException("a scan initialises no class"); }
                    @dev.equipoise.data.Digits
                    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
                    @interface Inner {}
                }
                @dev.equipoise.data.Digits
                @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
                @interface Recipe {}
                """.formatted(type, name);
    }

    private static Discovery scan(Path... extra) {
        return Discovery.scan(ClassPath.with(List.of(extra), DiscoveryTest.class.getClassLoader()));
    }

    private static List<String> names(Discovery found) {
        return found.experiments().stream()
                .map(type -> type.getAnnotation(Experiment.class).name())
                .toList();
    }

    @Test
    void partsOfTheClassPathAreFoundButNotWhatTheyCompose() {
        Discovery found = scan();
        assertThat(found.parts()).contains(Digits.class, Scale.class).doesNotHaveDuplicates();
        assertThat(found.parts())
                .allMatch(part -> part.isAnnotation() && !part.getName().startsWith("user."));
    }

    @Test
    void experimentsOfAFolderAreFoundByNameWithoutInitialisingThem() throws IOException {
        Path classes = Sources.compiled(folder, Map.of("user.own.Mine", experiment("Mine", "my-own")));
        Discovery found = scan(classes);
        assertThat(new Experiments(found.experiments()).named("my-own")).hasToString("class user.own.Mine");
        assertThat(found.parts())
                .contains(Digits.class)
                .allMatch(part -> !part.getName().startsWith("user."));
    }

    /** Firms and foundations publish experiments too, in jars of any name. */
    @Test
    void experimentsBesideLibrariesAreFoundInPackagesAndJarsThatAreNamedAlike() throws IOException {
        Path classes = Sources.compiled(
                folder,
                Map.of(
                        "com.google.lab.Mine",
                        experiment("Mine", "of-a-firm").replace("user.own", "com.google.lab"),
                        "org.apache.vae.Mine",
                        experiment("Mine", "of-a-foundation").replace("user.own", "org.apache.vae")));
        assertThat(names(scan(classes))).contains("of-a-firm", "of-a-foundation");

        Path jar = Sources.jar(folder.resolve("jackson-thesis-1.0.jar"), classes, "");
        assertThat(names(scan(jar))).contains("of-a-firm", "of-a-foundation");
    }

    @Test
    void experimentsOfAJarAndOfTheJarsItsManifestNamesAreFound() throws IOException {
        Path first = Sources.compiled(folder.resolve("a"), Map.of("user.own.First", experiment("First", "first")));
        Path second = Sources.compiled(
                folder.resolve("b"),
                Map.of("user.other.Second", experiment("Second", "second").replace("user.own", "user.other")));
        Files.createDirectories(folder.resolve("lib"));
        Sources.jar(folder.resolve("lib/second.jar"), second, "");
        Path jar = Sources.jar(folder.resolve("first.jar"), first, "lib/second.jar");
        assertThat(names(scan(jar))).contains("first", "second");
    }

    @Test
    void twoExperimentsOfOneNameAreAnErrorThatNamesBothClasses() throws IOException {
        Path one = Sources.compiled(folder.resolve("a"), Map.of("user.own.One", experiment("One", "same")));
        Path other = Sources.compiled(
                folder.resolve("b"),
                Map.of("user.other.Other", experiment("Other", "same").replace("user.own", "user.other")));
        Discovery found = scan(one, other);
        assertThat(found.experiments()).extracting(Class::getName).contains("user.own.One", "user.other.Other");
        assertThatThrownBy(() -> new Experiments(found.experiments()).named("same"))
                .isInstanceOf(UnknownExperimentException.class)
                .hasMessageContainingAll("same", "user.other.Other", "user.own.One");
    }

    @Test
    void everyMissingEntryIsNamed() {
        assertThatThrownBy(() -> scan(folder.resolve("no.jar"), folder.resolve("none")))
                .isInstanceOfSatisfying(
                        InvalidExperimentException.class,
                        thrown -> assertThat(thrown.problems())
                                .containsExactly(
                                        "an entry of --classpath must be a readable jar or folder, got "
                                                + folder.resolve("no.jar"),
                                        "an entry of --classpath must be a readable jar or folder, got "
                                                + folder.resolve("none")));
    }

    @Test
    void aScanIsQuick() {
        scan();
        long start = System.nanoTime();
        scan();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}
