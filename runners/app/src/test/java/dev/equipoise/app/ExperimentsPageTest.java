package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.PlannedPart;
import dev.equipoise.part.Part;
import dev.equipoise.run.EngineName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on writing an experiment beside the parts that there are. */
class ExperimentsPageTest {

    private static final List<String> PAGES =
            List.of("README.md", "docs/experiments.md", "docs/strategies.md", "docs/stopping.md");

    @Test
    void itsExampleCompiles(@TempDir Path project) throws IOException {
        assertThat(new UserProject(project).compile(UserProject.blocks(UserProject.page("docs/experiments.md"))))
                .containsExactly("com.example.OnFashion");
    }

    @Test
    void everyPartIsOnAPageForUsers() throws IOException {
        StringBuilder pages = new StringBuilder();
        for (String page : PAGES) {
            pages.append(UserProject.page(page));
        }
        List<String> parts = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.equipoise").stream()
                        .filter(type -> type.isAnnotatedWith(Part.class))
                        .map(JavaClass::getSimpleName)
                        .toList();

        assertThat(parts).contains("KlTarget", "IdxData", "StopEarly", "Adam");
        assertThat(parts).allSatisfy(part -> assertThat(pages).containsPattern("@" + part + "\\b"));
    }

    @Experiment(name = "bare")
    static final class Bare {}

    @Test
    void itsTableNamesEveryPartOfAnExperimentWithoutAny(@TempDir Path runs) throws IOException {
        String page = UserProject.page("docs/experiments.md");
        String table = page.substring(page.indexOf("## What is not annotated"), page.indexOf("## Data"));
        List<PlannedPart> parts =
                new RunsHere(EngineName.PYTORCH, runs).plan(Bare.class).parts();

        assertThat(parts)
                .hasSizeGreaterThan(10)
                .allSatisfy(part -> assertThat(table.toLowerCase(Locale.ROOT))
                        .contains("`@" + part.key().toLowerCase(Locale.ROOT) + "`"));
    }
}
