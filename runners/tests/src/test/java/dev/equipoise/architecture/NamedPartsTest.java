package dev.equipoise.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.objective.FreeBits;
import dev.equipoise.objective.Penalty;
import dev.equipoise.part.Part;
import dev.equipoise.part.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One part is one file: nothing else names it, in code or in words, but the binding list of its module. */
class NamedPartsTest {

    private static final Path SOURCES = Path.of("..", "..");
    private static final Path MAIN = Path.of("src", "main", "java");

    /** Of experiments, which are made of parts, and so may name them. */
    private static final List<String> EXPERIMENTS = List.of("examples", "benchmarks");

    /** String literals and comments: all that code says in words. */
    private static final Pattern WORDS =
            Pattern.compile("\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);

    /** The table of what replaces the parts of earlier versions. */
    private static final String REPLACEMENTS = "RemovedParts";

    private static final Pattern PARAMETER = Pattern.compile("@param \\w+|\\{@link [^}]*\\}");

    /** A measure and a column of every run, whatever part measures it. */
    private static final String SQUARED_ERROR = "squaredError";

    @Test
    void noCodeDependsOnAPartButItsOwnFileAndBindingLists() {
        dependence()
                .check(new ClassFileImporter().withImportOption(new MainCode()).importPackages("dev.equipoise"));
    }

    @Test
    void aDependenceOnAPartIsFound() {
        assertThat(dependence()
                        .evaluate(new ClassFileImporter().importClasses(NamesAPart.class, FreeBits.class))
                        .getFailureReport()
                        .getDetails())
                .isNotEmpty()
                .allMatch(line -> line.contains("NamesAPart"));
    }

    /** What must not be. */
    private static final class NamesAPart {
        boolean gated(Penalty penalty) {
            return penalty instanceof FreeBits.Shape;
        }
    }

    private static ArchRule dependence() {
        DescribedPredicate<JavaClass> ofAPart =
                describe("belong to the file of a part, and are no role", type -> isPart(file(type)) && !isRole(type));
        return noClasses()
                .that(describe(
                        "are no part, no binding list and no experiment",
                        (JavaClass type) -> !isPart(file(type))
                                && !file(type).isAssignableTo(EquipoiseModule.class)
                                && !file(type).isAnnotatedWith(Experiment.class)))
                .should()
                .dependOnClassesThat(ofAPart);
    }

    private static JavaClass file(JavaClass type) {
        return type.getEnclosingClass().map(NamedPartsTest::file).orElse(type);
    }

    private static boolean isPart(JavaClass type) {
        return type.isAnnotatedWith(Part.class);
    }

    private static boolean isRole(JavaClass type) {
        return type.isAnnotatedWith(Role.class);
    }

    @Test
    void noTextOrCommentNamesAPartButThoseOfItsOwnFile() throws IOException {
        List<String> names = partNames();
        assertThat(names).contains("KlTarget", "FreeBits", "Adam", "MlpVae");
        try (Stream<Path> files = sources()) {
            assertThat(files.filter(file -> !name(file).equals(REPLACEMENTS))
                            .flatMap(file -> named(file, names).stream()))
                    .isEmpty();
        }
    }

    @Test
    void aNameInATextOrACommentIsFound() {
        List<String> names = List.of("KlTarget", "Adam", "SquaredError");
        assertThat(named("int klTarget = adam.clipNorm;", names)).isEmpty();
        assertThat(named("/** @param klTarget of Adam; {@link KlTarget} */ f(\"squaredError\");", names))
                .isEmpty();
        assertThat(named("say(\"put in klTarget\");", names)).containsExactly("KlTarget");
        assertThat(named("// lower adam.clipNorm", names)).containsExactly("Adam");
        assertThat(named("say(\"\"\"\n  use @SquaredError\"\"\");", names)).containsExactly("SquaredError");
    }

    private static List<String> partNames() throws IOException {
        try (Stream<Path> files = sources()) {
            return files.filter(file -> text(file).contains("@Part("))
                    .map(NamedPartsTest::name)
                    .toList();
        }
    }

    /** The sources of the product, but those of experiments. */
    private static Stream<Path> sources() throws IOException {
        List<Path> files = new ArrayList<>();
        // Two levels of modules, and of those the sources only: the rest of the tree may change meanwhile.
        for (Path outer : List.of(SOURCES, SOURCES.resolve("runners"))) {
            try (Stream<Path> modules = Files.list(outer)) {
                for (Path module : modules.filter(module -> Files.isDirectory(module.resolve(MAIN)))
                        .filter(module ->
                                !EXPERIMENTS.contains(module.getFileName().toString()))
                        .toList()) {
                    try (Stream<Path> all = Files.walk(module.resolve(MAIN))) {
                        all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
                    }
                }
            }
        }
        return files.stream();
    }

    private static List<String> named(Path file, List<String> names) {
        return named(
                        text(file),
                        names.stream().filter(name -> !name.equals(name(file))).toList())
                .stream()
                .map(name -> SOURCES.relativize(file) + " names " + name)
                .toList();
    }

    /** As an annotation, as the key of an attribute, or by a key that is no word of the language. */
    private static List<String> named(String source, List<String> names) {
        String words = PARAMETER
                .matcher(WORDS.matcher(source)
                        .results()
                        .map(found -> found.group())
                        .reduce("", (one, other) -> one + "\n" + other))
                .replaceAll("");
        return names.stream()
                .filter(name -> Pattern.compile(mention(name)).matcher(words).find())
                .toList();
    }

    private static String mention(String name) {
        String key = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
        boolean word = key.equals(key.toLowerCase(Locale.ROOT)) || key.equals(SQUARED_ERROR);
        return "@" + name + "\\b|\\b" + key + (word ? "\\.[a-z]" : "\\b");
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError("the sources must be readable", e);
        }
    }
}
