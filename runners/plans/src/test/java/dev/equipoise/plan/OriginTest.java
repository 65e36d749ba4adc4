package dev.equipoise.plan;

import static dev.equipoise.plan.ExperimentReaderTest.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.objective.Grain;
import java.io.InputStream;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Where a value comes from is told by what was written, whatever its default. */
class OriginTest {

    @Experiment(name = "written", epochs = 20)
    @BalanceParts.Beta(beta = 1)
    @ModelParts.Net(
            hidden = {8, 8},
            activation = ModelParts.Activation.RELU)
    @TermParts.Mmd(name = "near", weight = 1)
    @TermParts.Mmd(
            name = "mmd",
            scales = {})
    static final class Written {}

    @BalanceParts.Beta(beta = 1)
    @TermParts.Kl(grain = Grain.LATENT_OF_EXAMPLE)
    @TermParts.Mmd(weight = 1)
    @TermParts.Mmd(name = "far")
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Recipe {}

    @Experiment(name = "composed")
    @Recipe
    static final class Composed {}

    private static String origin(Class<?> type, String part, String attribute) {
        return value(TestParts.reader().read(type, Overrides.NONE), part, attribute)
                .origin();
    }

    @Test
    void aWrittenValueThatEqualsItsDefaultComesFromTheAnnotation() {
        assertThat(origin(Written.class, "beta", "beta")).isEqualTo("annotation on Written");
        assertThat(origin(Written.class, "net", "hidden")).isEqualTo("annotation on Written");
        assertThat(origin(Written.class, "net", "activation")).isEqualTo("annotation on Written");
        ExperimentPlan plan = TestParts.reader().read(Written.class, Overrides.NONE);
        assertThat(Objects.requireNonNull(plan.values().get("epochs")).origin()).isEqualTo("annotation on Written");
    }

    @Test
    void whatIsNotWrittenIsADefault() {
        assertThat(origin(Written.class, "beta", "warm")).isEqualTo("default");
        assertThat(origin(Written.class, "net", "latent")).isEqualTo("default");
        ExperimentPlan plan = TestParts.reader().read(Written.class, Overrides.NONE);
        assertThat(Objects.requireNonNull(plan.values().get("batchSize")).origin())
                .isEqualTo("default");
    }

    @Test
    void repeatedAnnotationsAreToldApart() {
        assertThat(origin(Written.class, "mmd[0]", "weight")).isEqualTo("annotation on Written");
        assertThat(origin(Written.class, "mmd[0]", "scales")).isEqualTo("default");
        assertThat(origin(Written.class, "mmd[1]", "weight")).isEqualTo("default");
        assertThat(origin(Written.class, "mmd[1]", "scales")).isEqualTo("annotation on Written");
        assertThat(origin(Written.class, "mmd[1]", "name")).isEqualTo("annotation on Written");
    }

    @Test
    void whatAComposingAnnotationWritesIsComposedByIt() {
        assertThat(origin(Composed.class, "beta", "beta")).isEqualTo("composed by @Recipe on Composed");
        assertThat(origin(Composed.class, "beta", "warm")).isEqualTo("default");
        assertThat(origin(Composed.class, "kl", "grain")).isEqualTo("composed by @Recipe on Composed");
        assertThat(origin(Composed.class, "mmd[0]", "weight")).isEqualTo("composed by @Recipe on Composed");
        assertThat(origin(Composed.class, "mmd[1]", "weight")).isEqualTo("default");
    }

    @Test
    void ofAClassWithoutAFileTheValuesThatDifferFromTheirDefaultsAreKnownToBeWritten() throws Exception {
        try (InputStream file = OriginTest.class.getResourceAsStream("Template.class")) {
            Class<?> generated = MethodHandles.lookup()
                    .defineHiddenClass(Objects.requireNonNull(file).readAllBytes(), false)
                    .lookupClass();

            assertThat(origin(Template.class, "beta", "beta")).isEqualTo("annotation on Template");
            assertThat(origin(generated, "beta", "beta")).isEqualTo("default");
            assertThat(origin(generated, "mmd[0]", "name")).startsWith("annotation on Template");
            assertThat(origin(generated, "mmd[0]", "weight")).isEqualTo("default");
            assertThat(origin(generated, "mmd[1]", "scales")).startsWith("annotation on Template");
        }
    }
}

/** What a class without a file is generated from. */
@Experiment(name = "generated")
@BalanceParts.Beta(beta = 1)
@TermParts.Mmd(name = "near", weight = 1)
@TermParts.Mmd(scales = {})
final class Template {}
