package dev.equipoise.data.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.data.Augmentation;
import dev.equipoise.data.Draw;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What each augmentation can make of an image, and how often. */
class AugmentationsTest {

    private static final Pixels TWO_BY_THREE = new Pixels(2, 2, 3);

    private static float[] image() {
        return new float[] {1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16};
    }

    private static Set<List<Float>> outcomes(Augmentation augmentation, int epochs) {
        Set<List<Float>> outcomes = new HashSet<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            outcomes.add(list(augmentation.apply(image(), new Draw(1, 2, epoch, 5))));
        }
        return outcomes;
    }

    private static List<Float> list(float... values) {
        List<Float> list = new java.util.ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    @Test
    void imagesAreMirroredTheWaysThatAreChosen() {
        assertThat(outcomes(new Flip.Mirror(TWO_BY_THREE, true, false, 0), 50))
                .containsExactlyInAnyOrder(list(image()), list(3, 2, 1, 6, 5, 4, 13, 12, 11, 16, 15, 14));
        assertThat(outcomes(new Flip.Mirror(TWO_BY_THREE, false, true, 0), 50))
                .containsExactlyInAnyOrder(list(image()), list(4, 5, 6, 1, 2, 3, 14, 15, 16, 11, 12, 13));
        assertThat(outcomes(new Flip.Mirror(TWO_BY_THREE, true, true, 0), 100)).hasSize(4);
        assertThat(outcomes(new Flip.Mirror(TWO_BY_THREE, false, false, 0), 50)).containsExactly(list(image()));
    }

    @Test
    void imagesAreMovedWithTheirEdgeRepeated() {
        Set<List<Float>> outcomes = outcomes(new Shift.Move(TWO_BY_THREE, 1, 0), 300);

        assertThat(outcomes)
                .hasSize(9)
                .contains(list(image()))
                .contains(list(1, 1, 2, 4, 4, 5, 11, 11, 12, 14, 14, 15))
                .contains(list(1, 2, 3, 1, 2, 3, 11, 12, 13, 11, 12, 13))
                .contains(list(5, 6, 6, 5, 6, 6, 15, 16, 16, 15, 16, 16));
    }

    @Test
    void aTurnKeepsTheCentreAndAConstant() {
        Pixels square = new Pixels(1, 5, 5);
        float[] dot = new float[25];
        dot[12] = 1;
        float[] corner = new float[25];
        corner[0] = 1;
        boolean moved = false;
        for (int epoch = 0; epoch < 50; epoch++) {
            Draw draw = new Draw(1, 2, epoch, 0);
            Augmentation turn = new Rotate.Turn(square, 180, 0);
            assertThat(turn.apply(dot.clone(), draw)[12]).isCloseTo(1, within(1e-5f));
            moved |= turn.apply(corner.clone(), draw)[0] < 0.5;
            for (float value : turn.apply(
                    new float[] {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7}, draw)) {
                assertThat(value).isCloseTo(7, within(1e-5f));
            }
        }
        assertThat(moved).isTrue();
        assertThat(new Rotate.Turn(square, 0, 0).apply(corner.clone(), new Draw(1, 2, 3, 4)))
                .containsExactly(corner, within(1e-6f));
    }

    @Test
    void noiseHasItsDeviation() {
        Augmentation noise = new Noise.Added(0.5, 0);
        double sum = 0;
        double squares = 0;
        for (int epoch = 0; epoch < 1000; epoch++) {
            float[] row = noise.apply(image(), new Draw(1, 2, epoch, 0));
            for (int i = 0; i < row.length; i++) {
                sum += row[i] - image()[i];
                squares += Math.pow(row[i] - image()[i], 2);
            }
        }
        assertThat(sum / 12_000).isCloseTo(0, within(0.02));
        assertThat(Math.sqrt(squares / 12_000)).isCloseTo(0.5, within(0.02));
    }

    @Test
    void aRectangleBecomesTheMeanOfItsChannelInSomeImages() {
        Pixels square = new Pixels(1, 4, 4);
        Augmentation erase = new Erase.Erased(square, 0.25, 0.5, 0);
        int erased = 0;
        Set<List<Float>> outcomes = new HashSet<>();
        for (int epoch = 0; epoch < 400; epoch++) {
            float[] row = new float[16];
            row[0] = 16;
            float[] changed = erase.apply(row, new Draw(1, 2, epoch, 0));
            int ones = 0;
            for (float value : changed) {
                ones += value == 1 ? 1 : 0;
            }
            assertThat(ones).isIn(0, 4);
            erased += ones / 4;
            outcomes.add(list(changed));
        }
        assertThat(erased).isBetween(160, 240);
        assertThat(outcomes).as("as it was, and nine places").hasSize(10);
    }

    @Test
    void tablesHaveNoPixels() {
        assertThatThrownBy(() -> Pixels.of(new DataFacts(1, 1, List.of(4), Optional.empty()), "Flip"))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("@Flip must be used with images, got data of the shape [4]");
    }
}
