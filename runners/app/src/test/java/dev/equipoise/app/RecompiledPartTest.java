package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A part that is not what it was when an experiment was compiled against it. */
class RecompiledPartTest {

    private static final String PART = """
            package com.example;

            import dev.equipoise.balance.*;
            import dev.equipoise.part.*;
            import java.lang.annotation.*;

            @Part(Waning.Factory.class)
            @Target(ElementType.TYPE)
            @Retention(RetentionPolicy.RUNTIME)
            public @interface Waning {
                double beta() default 16;
                Mode mode() default Mode.SLOW;
                enum Mode { SLOW, FAST }

                final class Factory implements PartFactory<Waning, ScheduledRate> {
                    public Factory() {}
                    public ScheduledRate create(Waning annotation, Facts facts) {
                        return step -> annotation.beta();
                    }
                }
            }
            """;

    private static final String EXPERIMENT = """
            package com.example;

            import dev.equipoise.data.*;
            import dev.equipoise.experiment.*;
            import dev.equipoise.model.*;

            @Experiment(name = "waning", epochs = 1)
            @GaussianData(examples = 64)
            @LinearVae(latent = 2)
            @Waning(beta = 1, mode = Waning.Mode.FAST)
            class Mine {}
            """;

    @TempDir
    Path folder;

    private UserProject project;
    private final FakeTerminal terminal = new FakeTerminal();

    @BeforeEach
    void compile() throws IOException {
        project = new UserProject(folder);
        project.compile(List.of(PART, EXPERIMENT));
    }

    @Test
    void aPartWhoseClassIsMissingIsRefusedByName() throws IOException {
        Files.delete(project.classes().resolve("com/example/Waning.class"));

        assertThat(describe()).isEqualTo(64);
        assertThat(terminal.err()).contains("@com.example.Waning on Mine must be on the class path", "--classpath");
    }

    @Test
    void aLostConstantIsAProblemOfThePlan() throws IOException {
        project.compile(List.of(PART.replace("SLOW, FAST", "SLOW, QUICK")));

        assertThat(describe()).isEqualTo(64);
        assertThat(terminal.err())
                .contains("waning has 1 problem", "waning.mode is written as FAST, which is not a constant of Mode")
                .contains("recompile the class");
    }

    @Test
    void aRenamedAttributeIsAProblemOfThePlan() throws IOException {
        project.compile(List.of(PART.replace("beta()", "rate()")));

        assertThat(describe()).isEqualTo(64);
        assertThat(terminal.err()).contains("waning.beta is written, but is no longer an attribute");
    }

    @Test
    void anAttributeOfAnotherTypeIsAProblemOfThePlan() throws IOException {
        project.compile(List.of(PART.replace("double beta() default 16", "int beta() default 16")));

        assertThat(describe()).isEqualTo(64);
        assertThat(terminal.err()).contains("waning.beta is written as a value of another type");
    }

    @Test
    void anAttributeWithoutADefaultThatWasAddedIsAProblemOfThePlan() throws IOException {
        project.compile(List.of(PART.replace("Mode mode()", "double floor(); Mode mode()")));

        assertThat(describe()).isEqualTo(64);
        assertThat(terminal.err()).contains("waning.floor is not written and has no default");
    }

    private int describe() {
        return Main.run(terminal.plain(), "--classpath", project.classes().toString(), "describe", "waning");
    }
}
