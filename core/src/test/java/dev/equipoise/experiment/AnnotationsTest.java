package dev.equipoise.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AnnotationsTest {

    @TestParts.Net(
            hidden = {3, 4},
            latent = 7)
    @TestParts.Mmd(weight = 0.5)
    static final class Annotated {}

    private static final TestParts.Net REAL =
            Objects.requireNonNull(Annotated.class.getAnnotation(TestParts.Net.class));

    private static TestParts.Net made(int latent) {
        return (TestParts.Net) Annotations.make(
                TestParts.Net.class,
                Map.of("hidden", new int[] {3, 4}, "latent", latent, "activation", TestParts.Activation.RELU));
    }

    @Test
    void aMadeAnnotationEqualsTheCompilersBothWays() {
        assertThat(made(7)).isEqualTo(REAL).hasSameHashCodeAs(REAL).isEqualTo(made(7));
        assertThat(REAL).isEqualTo(made(7));
        assertThat(made(8)).isNotEqualTo(REAL).isNotEqualTo(made(7)).isNotEqualTo("@Net");
        assertThat(REAL).isNotEqualTo(made(8));
    }

    @Test
    void aMadeAnnotationSaysItsTypeAndValues() {
        assertThat(made(7).annotationType()).isEqualTo(TestParts.Net.class);
        assertThat(made(7))
                .hasToString("@dev.equipoise.experiment.TestParts$Net(activation=RELU, hidden=3,4, latent=7)");
    }

    @Test
    void arraysOfAMadeAnnotationCannotBeChanged() {
        TestParts.Net net = made(7);
        net.hidden()[0] = 99;
        assertThat(net.hidden()).containsExactly(3, 4);
    }

    @Test
    void annotationsAreFoundWithTheirLevelAndOrigin() {
        List<Annotations.Placed> placed = Annotations.on(ExperimentReaderTest.Composed.class);
        assertThat(placed.stream().map(part -> part.annotation().getSimpleName() + " " + part.level()))
                .containsExactly("Beta 0", "Net 1", "Beta 2", "Mmd 2");
    }
}
