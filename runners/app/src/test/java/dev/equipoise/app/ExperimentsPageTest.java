package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.part.Part;
import dev.equipoise.run.EngineName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on writing an experiment beside the parts that there are. */
class ExperimentsPageTest {

    private static final List<String> PAGES = List.of(
            "README.md",
            "docs/experiments.md",
            "docs/data.md",
            "docs/preprocessing.md",
            "docs/strategies.md",
            "docs/latents.md",
            "docs/stopping.md");

    private static final Pattern WORDS =
            Pattern.compile("/(core|losses|schedules)/target/classes$|/equipoise-(core|losses|schedules)-[^/]*jar$");

    @Test
    void itsExampleCompiles(@TempDir Path project) throws IOException {
        assertThat(new UserProject(project).compile(UserProject.blocks(UserProject.page("docs/experiments.md"))))
                .containsExactly("com.example.OnFashion");
    }

    /** So that a runner beside the local one runs it too. */
    @Test
    void anExperimentCompilesAgainstCoreLossesAndSchedulesAlone(@TempDir Path project) throws IOException {
        List<Path> libraries = ChildJvm.userClassPath().stream()
                .filter(path -> WORDS.matcher(path.toString()).find())
                .toList();
        String experiment = """
                package com.example;

                @dev.equipoise.experiment.Experiment(name = "words")
                @dev.equipoise.optimizer.Adam(clipNorm = 100)
                @dev.equipoise.checkpoint.Checkpoint(everyMinutes = 1)
                @dev.equipoise.stopping.StopEarly(patience = 3)
                @dev.equipoise.losses.AnalyticKl
                @dev.equipoise.schedules.FixedBeta(beta = 2)
                final class Words {
                    static float[] samples(dev.equipoise.run.TrainedModel model) {
                        return model.sample(3, 7);
                    }
                }
                """;

        assertThat(libraries).hasSize(3);
        assertThat(new UserProject(project).compile(List.of(experiment), libraries))
                .containsExactly("com.example.Words");
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
        List<ExperimentPlan.PlannedPart> parts =
                new RunsHere(EngineName.PYTORCH, runs).plan(Bare.class).parts();

        assertThat(parts)
                .hasSizeGreaterThan(10)
                .allSatisfy(part -> assertThat(table.toLowerCase(Locale.ROOT))
                        .contains("`@" + part.key().toLowerCase(Locale.ROOT) + "`"));
    }
}
