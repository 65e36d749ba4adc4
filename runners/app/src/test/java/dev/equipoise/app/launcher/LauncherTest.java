package dev.equipoise.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The POSIX script at the top, on a made-up tree with a Java and a Maven that only tell how they were called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    @TempDir
    private Path folder;

    private Path home = Path.of("");
    private Path jar = Path.of("");

    private record Ended(int code, String out, String err) {}

    @BeforeEach
    void aTreeThatWasBuilt() throws IOException {
        home = Files.createDirectories(folder.toRealPath().resolve("the tree"));
        jar = home.resolve("runners/app/target/equipoise/equipoise-app.jar");
        Path script = Path.of("../../equipoise").toAbsolutePath().normalize();
        Files.copy(script, home.resolve("equipoise"));
        Files.createDirectories(folder.resolve("bin"));
        program(folder.resolve("jdk/bin/java"), java("17.0.15"));
        program(
                folder.resolve("bin/mvn"),
                "echo \"mvn $*\" > " + quoted(built()) + "; mkdir -p " + quoted(jar.getParent()) + " "
                        + quoted(home.resolve("examples/target")) + "; touch " + quoted(jar) + " "
                        + quoted(examples()));
        old(Files.createDirectories(home.resolve("core/src/main/java")).resolve("A.java"));
        old(home.resolve("pom.xml"));
        touch(jar);
        touch(examples());
    }

    @Test
    void theScriptIsSoundShell() throws Exception {
        assertThat(run(Map.of(), folder, "sh", "-n", home.resolve("equipoise").toString())
                        .code())
                .isZero();
    }

    @Test
    void javaGetsTheJarsTheOptionsAndEveryArgumentUnchangedInTheUsersFolder() throws Exception {
        Ended ended = launch(Map.of("EQUIPOISE_JAVA_OPTS", "-Xmx1g -Da=b"), "run", "two words", "--set", "a=*");

        assertThat(ended.code()).isEqualTo(42);
        assertThat(ended.out().lines())
                .containsExactly(
                        "in " + folder.toRealPath(),
                        "terminal false",
                        "command " + home.resolve("equipoise"),
                        "-Xmx1g",
                        "-Da=b",
                        "-cp",
                        jar + ":" + examples(),
                        "dev.equipoise.app.Main",
                        "run",
                        "two words",
                        "--set",
                        "a=*");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void linksToTheScriptAreFollowed() throws Exception {
        Path first = Files.createSymbolicLink(folder.resolve("bin/first"), Path.of("../the tree/equipoise"));
        Path second = Files.createSymbolicLink(folder.resolve("second"), first);

        assertThat(run(environment(Map.of()), folder, second.toString(), "list").out())
                .contains(jar.toString());
    }

    @Test
    void theNameThatCallsItAgainIsTheOneThatCalledIt() throws Exception {
        Files.createSymbolicLink(folder.resolve("bin/equipoise"), home.resolve("equipoise"));

        assertThat(run(environment(Map.of()), folder, "sh", "-c", "equipoise list")
                        .out())
                .contains("command equipoise\n");
        assertThat(run(environment(Map.of()), home, "./equipoise", "list").out())
                .contains("command ./equipoise\n");
        assertThat(run(environment(Map.of()), home, "sh", "equipoise", "list").out())
                .contains("command ./equipoise\n");
    }

    /** Java names files by the locale, and C can name no umlaut. */
    @Test
    void aLocaleThatCannotNameEveryFileIsReplaced() throws Exception {
        program(
                folder.resolve("jdk/bin/java"),
                "if [ \"$1\" = -version ]; then echo 'openjdk version \"17.0.15\"' >&2; exit 0; fi\necho \"${LC_ALL:-}\"");

        assertThat(launch(Map.of("LC_ALL", "C"), "list").out()).isEqualTo("C.UTF-8\n");
        assertThat(launch(Map.of("LC_ALL", "C.utf8"), "list").out()).isEqualTo("C.utf8\n");
    }

    @Test
    void whatIsMissingIsBuiltAndTheBuildIsToldOnTheSecondStream() throws Exception {
        Files.delete(jar);

        Ended ended = launch(Map.of("EQUIPOISE_MAVEN_ARGS", "-Pgpu"), "list");

        assertThat(ended.code()).isEqualTo(42);
        assertThat(ended.err()).contains("equipoise: building (the first time takes");
        assertThat(built()).content().contains("-Pgpu package");
        assertThat(ended.out()).doesNotContain("mvn");
    }

    @Test
    void aSourceThatIsNewerThanTheJarIsBuiltOnce() throws Exception {
        Path source = home.resolve("core/src/main/java/A.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(60)));
        Files.setLastModifiedTime(examples(), FileTime.from(Instant.now().minusSeconds(60)));

        assertThat(launch(Map.of(), "list").err()).contains("building (what has changed");

        old(source);
        assertThat(launch(Map.of(), "list").err()).isEmpty();
    }

    @Test
    void aTestThatIsNewerThanTheJarIsNoReasonToBuild() throws Exception {
        touch(home.resolve("core/src/test/java/ATest.java"));
        touch(home.resolve("runs/pom.xml"));

        assertThat(launch(Map.of(), "list").err()).isEmpty();
    }

    private Path built() {
        return folder.resolve("mvn-arguments");
    }

    @Test
    void aBuildThatFailsEndsInOneLine() throws Exception {
        Files.delete(jar);
        program(folder.resolve("bin/mvn"), "exit 1");

        Ended ended = launch(Map.of(), "list");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("the build failed");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void anOldJavaIsNamedWithItsVersion() throws Exception {
        program(folder.resolve("jdk/bin/java"), java("1.8.0_392"));

        Ended ended = launch(Map.of(), "list");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("Java must be version 17 or newer, got version 1 of");
    }

    @Test
    void aHomeWithoutAJavaIsNamed() throws Exception {
        Ended ended = launch(Map.of("JAVA_HOME", "/nowhere"), "list");

        assertThat(ended.err()).contains("JAVA_HOME must be the folder of a JDK, got /nowhere");
    }

    @Test
    void newerJavasAreAllowedTheirNativeCode() throws Exception {
        program(folder.resolve("jdk/bin/java"), java("24"));

        assertThat(launch(Map.of(), "list").out()).contains("--enable-native-access=ALL-UNNAMED");
    }

    private Path examples() {
        return home.resolve("examples/target/equipoise-examples-1.jar");
    }

    /** A Java that tells its version, or how it was called, and ends with 42. */
    private static String java(String version) {
        return "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version
                + "\" 2025-04-15' >&2; exit 0; fi\necho \"in $(pwd)\"\necho \"terminal $EQUIPOISE_TERMINAL\"\n"
                + "echo \"command $EQUIPOISE_COMMAND\"\n"
                + "printf '%s\\n' \"$@\"\nexit 42";
    }

    private Ended launch(Map<String, String> variables, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(home.resolve("equipoise").toString()));
        command.addAll(List.of(arguments));
        return run(environment(variables), folder, command.toArray(String[]::new));
    }

    private Map<String, String> environment(Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.putIfAbsent("JAVA_HOME", folder.resolve("jdk").toString());
        environment.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        return environment;
    }

    private Ended run(Map<String, String> environment, Path in, String... command) throws Exception {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("EQUIPOISE"));
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Ended(code, Files.readString(out), Files.readString(err));
    }

    private static void program(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n", StandardCharsets.UTF_8);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static String quoted(Path path) {
        return "'" + path + "'";
    }

    private static void touch(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
    }

    private static void old(Path file) throws IOException {
        touch(file);
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(1_000_000)));
    }
}
