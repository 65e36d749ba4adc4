package dev.equipoise.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AnnotationsTest {

    @ModelParts.Net(
            hidden = {3, 4},
            latent = 7)
    @TermParts.Mmd(weight = 0.5)
    static final class Annotated {}

    private static final ModelParts.Net REAL =
            Objects.requireNonNull(Annotated.class.getAnnotation(ModelParts.Net.class));

    private static ModelParts.Net made(int latent) {
        return (ModelParts.Net) Annotations.make(
                ModelParts.Net.class,
                Map.of("hidden", new int[] {3, 4}, "latent", latent, "activation", ModelParts.Activation.RELU));
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
        assertThat(made(7).annotationType()).isEqualTo(ModelParts.Net.class);
        assertThat(made(7)).hasToString("@dev.equipoise.plan.ModelParts$Net(activation=RELU, hidden=3,4, latent=7)");
    }

    @Test
    void arraysOfAMadeAnnotationCannotBeChanged() {
        ModelParts.Net net = made(7);
        net.hidden()[0] = 99;
        assertThat(net.hidden()).containsExactly(3, 4);
    }

    @Test
    void annotationsAreFoundWithTheirLevelAndOrigin() {
        List<Annotations.Placed> placed = Annotations.on(ExperimentReaderTest.Composed.class, new ArrayList<>());
        assertThat(placed.stream().map(part -> part.annotation().getSimpleName() + " " + part.level()))
                .containsExactly("Beta 0", "Net 1", "Beta 2", "Mmd 2");
    }
}
