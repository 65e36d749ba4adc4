package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A project outside the repository, with the Java blocks of a page as its files.
 *
 * @param folder of the project
 */
record UserProject(Path folder) {

    private static final Pattern BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern TYPE =
            Pattern.compile("^(?:public |final )*(?:@interface|class) (\\w+)", Pattern.MULTILINE);

    /** The text of a file of the repository, which this module lies in. */
    static String page(String path) throws IOException {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(path))) {
                return Files.readString(at.resolve(path));
            }
        }
        throw new IOException("no " + path + " above " + Path.of("").toAbsolutePath());
    }

    /** The Java blocks of a page. */
    static List<String> blocks(String page) {
        return BLOCK.matcher(page).results().map(block -> block.group(1)).toList();
    }

    /** Where its classes are, as Maven puts them. */
    Path classes() {
        return folder.resolve("target/classes");
    }

    /** Writes files and compiles them, as a user's build would; their class names. */
    List<String> compile(List<String> sources) throws IOException {
        return compile(sources, ChildJvm.userClassPath());
    }

    /** The same against these folders and jars alone. */
    List<String> compile(List<String> sources, List<Path> libraries) throws IOException {
        List<Path> files = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String source : sources) {
            String name = found(PACKAGE, source) + "." + found(TYPE, source);
            Path file = folder.resolve("src/main/java").resolve(name.replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source));
            names.add(name);
        }
        Files.createDirectories(classes());
        String classPath = String.join(
                File.pathSeparator, libraries.stream().map(Path::toString).toList());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            said,
                            manager,
                            null,
                            List.of(
                                    "-proc:none",
                                    "-Xlint:all,-path",
                                    "-cp",
                                    classPath,
                                    "-d",
                                    classes().toString()),
                            null,
                            manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
        assertThat(said.toString()).as("what the compiler says").isEmpty();
        return names;
    }

    private static String found(Pattern pattern, String source) {
        Matcher matcher = pattern.matcher(source);
        assertThat(matcher.find()).as("%s in%n%s", pattern, source).isTrue();
        return matcher.group(1);
    }
}
