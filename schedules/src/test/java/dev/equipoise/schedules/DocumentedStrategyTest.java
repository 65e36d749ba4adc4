package dev.equipoise.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.plan.Catalogue;
import dev.equipoise.plan.PartType;
import dev.equipoise.testing.StrategyContract;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The strategy of docs/extending.md keeps the contract of strategies, as it stands there. */
class DocumentedStrategyTest implements StrategyContract {

    private static final Pattern PATIENT_BETA =
            Pattern.compile("```java\n((?:(?!```).)*@interface PatientBeta.*?)```", Pattern.DOTALL);

    private static URLClassLoader loader;
    private static PartType part;

    @BeforeAll
    static void compile(@TempDir Path folder) throws IOException, ClassNotFoundException {
        var block = PATIENT_BETA.matcher(Files.readString(Path.of("..", "docs", "extending.md")));
        assertThat(block.find()).isTrue();
        Path source = Files.writeString(folder.resolve("PatientBeta.java"), block.group(1));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                folder.toString(),
                                source.toString()))
                .isZero();
        loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
        part = Catalogue.of(List.of(loader.loadClass("com.example.PatientBeta").asSubclass(Annotation.class)))
                .parts()
                .get(0);
    }

    @AfterAll
    static void close() throws IOException {
        loader.close();
    }

    @Override
    public BalancingStrategy<?> strategy() {
        return ModuleParts.make(part, TrialValues.base(part), BalancingStrategy.class);
    }

    @Test
    void noneOfItsAttributesIsIgnored() {
        assertThat(EveryAttributeTest.idle(part)).isEmpty();
    }
}
