package dev.equipoise.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.part.Part;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The public types of core are few, and each has its place on a page. */
class ApiTest {

    /** The most types that are not built-in parts. */
    private static final int MOST = 118;

    private static List<String> types(Predicate<JavaClass> which) {
        URL core = EquipoiseModule.class.getProtectionDomain().getCodeSource().getLocation();
        return new ClassFileImporter()
                .importUrl(core).stream()
                        .filter(type ->
                                type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(which)
                        .map(JavaClass::getSimpleName)
                        .filter(name -> !name.equals("package-info"))
                        .sorted()
                        .toList();
    }

    private static String pages() throws IOException {
        StringBuilder pages = new StringBuilder(Files.readString(Path.of("..", "..", "README.md")));
        try (Stream<Path> docs = Files.list(Path.of("..", "..", "docs"))) {
            for (Path page : docs.filter(Files::isRegularFile).toList()) {
                pages.append(Files.readString(page));
            }
        }
        return pages.toString();
    }

    @Test
    void theVocabularyOfCoreIsSmall() {
        assertThat(types(type -> !type.isAnnotatedWith(Part.class))).hasSizeBetween(90, MOST);
    }

    @Test
    void eachIsOnAPage() throws IOException {
        String pages = pages();

        assertThat(types(type -> true))
                .allMatch(name ->
                        Pattern.compile("\\b" + name + "\\b").matcher(pages).find());
    }
}
