package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Java virtual machine of its own, in a folder of its own.
 *
 * @param classPath folders and jars
 * @param folder its working directory
 * @param environment variables beside those of this process
 * @param options of the virtual machine, beside those of a short life
 */
public record ChildJvm(List<Path> classPath, Path folder, Map<String, String> environment, List<String> options) {

    private static final long SECONDS = 600;

    /** As in test.jvm.options of pom.xml. */
    private static final List<String> OF_A_SHORT_LIFE = List.of(
            "-XX:+UseSerialGC",
            "-XX:Tier4InvocationThreshold=100000",
            "-XX:Tier4MinInvocationThreshold=50000",
            "-XX:Tier4CompileThreshold=200000",
            "-XX:Tier4BackEdgeThreshold=2000000");

    /** With a heap that a small run needs. */
    public ChildJvm(List<Path> classPath, Path folder, Map<String, String> environment) {
        this(classPath, folder, environment, List.of("-Xmx512m"));
    }

    /** What it left: the exit code and both streams. */
    public record Ended(int code, String out, String err) {

        /** The same, once it has ended well. */
        public Ended well() {
            assertThat(code).as("exit code, after%n%s%n%s", out, err).isZero();
            return this;
        }
    }

    /** The class path of this process, tests included. */
    public static List<Path> ownClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .toList();
    }

    /** What a user's project would have on its class path: everything here but the tests themselves. */
    public static List<Path> userClassPath() {
        return ownClassPath().stream()
                .filter(entry -> !entry.endsWith("test-classes"))
                .toList();
    }

    /** Runs a class's main method to its end. */
    public Ended run(String mainClass, String... arguments) throws IOException, InterruptedException {
        return start(mainClass, arguments).end();
    }

    /** Starts a class's main method. */
    public Running start(String mainClass, String... arguments) throws IOException {
        return startBy(List.of(), mainClass, arguments);
    }

    /** The same by a program that becomes the virtual machine, such as {@code env}. */
    public Running startBy(List<String> launcher, String mainClass, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OF_A_SHORT_LIFE);
        command.addAll(options);
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator, classPath.stream().map(Path::toString).toList()));
        command.add(mainClass);
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("child", ".out");
        Path err = Files.createTempFile("child", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("EQUIPOISE_SET");
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    /** One that may still be at work. */
    public record Running(Process process, Path out, Path err) {

        /** Waits for its end. */
        public Ended end() throws IOException, InterruptedException {
            try {
                boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
                assertThat(ended)
                        .as("the end of %s in %s s", process.info(), SECONDS)
                        .isTrue();
                return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                process.destroyForcibly();
                Files.delete(out);
                Files.delete(err);
            }
        }

        /** Ends it as {@code kill -9} does. */
        public Ended kill() throws IOException, InterruptedException {
            process.destroyForcibly();
            return end();
        }

        /** Sends it a signal, such as "TERM". */
        public void signal(String name) throws IOException, InterruptedException {
            int code = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(code).as("exit code of kill -%s", name).isZero();
        }
    }
}
