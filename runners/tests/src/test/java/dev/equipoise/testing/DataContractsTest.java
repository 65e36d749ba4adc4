package dev.equipoise.testing;

import dev.equipoise.data.Augmentation;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Scale;
import dev.equipoise.data.Split;
import dev.equipoise.data.Standardize;
import dev.equipoise.data.Standardize.Per;
import dev.equipoise.data.augmentation.Erase;
import dev.equipoise.data.augmentation.Flip;
import dev.equipoise.data.augmentation.Noise;
import dev.equipoise.data.augmentation.Rotate;
import dev.equipoise.data.augmentation.Shift;
import dev.equipoise.data.preprocessing.Binarize;
import dev.equipoise.data.preprocessing.Crop;
import dev.equipoise.data.preprocessing.Dequantize;
import dev.equipoise.data.preprocessing.DynamicBinarize;
import dev.equipoise.data.preprocessing.Grey;
import dev.equipoise.data.preprocessing.Logit;
import dev.equipoise.data.preprocessing.MinMax;
import dev.equipoise.data.preprocessing.Normalize;
import dev.equipoise.data.preprocessing.Pad;
import dev.equipoise.data.preprocessing.Pca;
import dev.equipoise.data.preprocessing.Resize;
import dev.equipoise.data.preprocessing.Unchanged;
import dev.equipoise.data.preprocessing.Zca;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.ValueRange;
import dev.equipoise.random.CounterRandom;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every built-in preprocessing step and augmentation keeps. */
class DataContractsTest {

    private static final int EXAMPLES = 40;

    private static DataFacts images(double largest) {
        return new DataFacts(EXAMPLES, EXAMPLES, List.of(3, 4, 4), Optional.of(new ValueRange(0, largest)));
    }

    /** A step on images of whole numbers up to 255, or of numbers up to 1. */
    record Case(Preprocessing step, DataFacts facts) implements PreprocessingContract {

        static Case bytes(Preprocessing step) {
            return new Case(step, images(255));
        }

        static Case unit(Preprocessing step) {
            return new Case(step, images(1));
        }

        @Override
        public Split training() {
            float[] values = new float[EXAMPLES * facts.elements()];
            for (int i = 0; i < values.length; i++) {
                double value = CounterRandom.uniform(1, 2, 3, i);
                values[i] = facts.range().orElseThrow().max() == 1 ? (float) value : (int) (256 * value);
            }
            return new Split(values, facts.elements(), new int[0]);
        }
    }

    static List<Case> steps() {
        return List.of(
                Case.bytes(new Scale.Step(0, Optional.empty())),
                Case.bytes(new Standardize.Step(Per.DATASET, 0)),
                Case.bytes(new Standardize.Step(Per.FEATURE, 0)),
                Case.bytes(new Unchanged.Step(0)),
                Case.bytes(new Pca.Step(5, true, 0)),
                Case.bytes(new Zca.Step(1e-3, 0)),
                Case.bytes(new Normalize.Step(0, List.of(100.0), List.of(50.0))),
                Case.bytes(new MinMax.Step(Per.AUTO, false, 0)),
                Case.bytes(new MinMax.Step(Per.FEATURE, true, 0)),
                Case.unit(new Logit.Step(1e-3, 0)),
                Case.unit(new Binarize.Step(0.5, 0)),
                Case.unit(new DynamicBinarize.Step(0)),
                Case.bytes(new Dequantize.Step(1, 0)),
                Case.bytes(new Resize.Step(2, 6, 0)),
                Case.bytes(new Grey.Step(0)),
                Case.bytes(new Crop.Step(2, 3, 0)),
                Case.bytes(new Pad.Step(6, 5, 0)));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aStepKeepsItsContract(Case step) {
        step.theTrainingSplitBecomesWhatTheFactsSay();
        step.eachRowIsMappedByItselfAndFittingChangesNoValue();
        step.undoGivesRowsOfTheShapeBefore();
        step.chanceIsAFunctionOfTheDraw();
        step.theFittedStepSurvivesJson();
        step.slopesAreThoseOfTheStep();
    }

    @Flip
    @Shift(pixels = 1)
    @Rotate(degrees = 30)
    @Erase
    @Noise(deviation = 0.1)
    private static final class All {}

    private static <A extends Annotation> AugmentationContract of(
            Class<A> annotation, PartFactory<A, Augmentation> factory) {
        A given = Objects.requireNonNull(All.class.getAnnotation(annotation));
        Facts facts = new Facts(Optional.of(images(1)), 8, 1, 1);
        return new AugmentationContract() {
            @Override
            public Augmentation augmentation() {
                return factory.create(given, facts);
            }

            @Override
            public float[] example() {
                return Case.unit(new Unchanged.Step(0)).training().values(0, 1);
            }

            @Override
            public String toString() {
                return annotation.getSimpleName();
            }
        };
    }

    static List<AugmentationContract> augmentations() {
        return List.of(
                of(Flip.class, new Flip.Factory()),
                of(Shift.class, new Shift.Factory()),
                of(Rotate.class, new Rotate.Factory()),
                of(Erase.class, new Erase.Factory()),
                of(Noise.class, new Noise.Factory()));
    }

    @ParameterizedTest
    @MethodSource("augmentations")
    void anAugmentationKeepsItsContract(AugmentationContract augmentation) {
        augmentation.itKeepsTheNumberOfElementsAndAllAreFinite();
        augmentation.theSameDrawGivesTheSameExampleWhateverCameBefore();
        augmentation.otherEpochsAndOtherExamplesAreChangedOtherwise();
    }
}
