package dev.equipoise.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.data.Augmentation;
import dev.equipoise.data.Draw;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules for every augmentation. A test class implements this interface and provides the augmentation and an example. */
public interface AugmentationContract {

    /** A new augmentation with its own configuration, under which chance decides something. */
    Augmentation augmentation();

    /** A preprocessed example that chance can change, in an array of its own. */
    float[] example();

    @Test
    default void itKeepsTheNumberOfElementsAndAllAreFinite() {
        Augmentation augmentation = augmentation();
        for (int epoch = 0; epoch < 300; epoch++) {
            float[] changed = augmentation.apply(example(), new Draw(1, 2, epoch, 3));
            assertThat(changed).hasSameSizeAs(example());
            for (float value : changed) {
                assertThat(value).isFinite();
            }
        }
    }

    /** A resumed run must get what the uninterrupted one would have got. */
    @Test
    default void theSameDrawGivesTheSameExampleWhateverCameBefore() {
        Augmentation used = augmentation();
        for (int epoch = 0; epoch < 300; epoch++) {
            Draw draw = new Draw(1, 2, epoch, 3);
            assertThat(used.apply(example(), draw)).isEqualTo(augmentation().apply(example(), draw));
        }
    }

    @Test
    default void otherEpochsAndOtherExamplesAreChangedOtherwise() {
        Set<Integer> ofEpochs = new HashSet<>();
        Set<Integer> ofExamples = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            ofEpochs.add(Arrays.hashCode(augmentation().apply(example(), new Draw(1, 2, i, 3))));
            ofExamples.add(Arrays.hashCode(augmentation().apply(example(), new Draw(1, 2, 3, i))));
        }
        assertThat(ofEpochs).as("what 300 epochs make of one example").hasSizeGreaterThan(1);
        assertThat(ofExamples).as("what one epoch makes of 300 equal examples").hasSizeGreaterThan(1);
    }
}
