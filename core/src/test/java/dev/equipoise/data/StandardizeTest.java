package dev.equipoise.data;

import static dev.equipoise.data.SmallSources.images;
import static dev.equipoise.data.SmallSources.source;
import static dev.equipoise.data.SmallSources.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.data.SmallSources.Fixed;
import dev.equipoise.data.Standardize.Per;
import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StandardizeTest {

    @Test
    void standardizePerDatasetSharesOneMeanAndDeviation() {
        PreprocessedData data = PreprocessedData.load(images(1, 2, 3, 6), List.of(standardize(Per.DATASET)));

        double deviation = Math.sqrt(14.0 / 4);
        assertThat(data.dataset().training().values())
                .containsExactly((float) (-2 / deviation), (float) (-1 / deviation), 0, (float) (3 / deviation));
        assertThat(data.facts().range()).isEmpty();
        assertThat(PreprocessedData.Units.of(data).logJacobian(data.dataset().training()))
                .isCloseTo(-2 * Math.log(deviation), within(1e-12));
    }

    @Test
    void standardizePerChannelTakesEachChannelByItself() {
        DataFacts facts = new DataFacts(2, 1, List.of(2, 1, 2), Optional.empty());
        Split training = new Split(new float[] {1, 3, 100, 300, 3, 1, 300, 100}, 4, new int[0]);
        Split validation = new Split(new float[] {2, 4, 200, 400}, 4, new int[0]);

        PreprocessedData data = PreprocessedData.load(
                new Fixed(facts, new Dataset(training, validation)), List.of(standardize(Per.CHANNEL)));

        assertThat(data.dataset().training().values()).containsExactly(-1, 1, -1, 1, 1, -1, 1, -1);
        assertThat(data.dataset().validation().values()).containsExactly(0, 2, 0, 2);
    }

    @Test
    void categoriesAndColumnsOfZeroAndOneStayAndMissingValuesHaveNoPart() {
        DataFacts facts = new DataFacts(3, 1, List.of(4), Optional.empty())
                .withGaps(true)
                .withColumns(List.of(
                        new Column("age", List.of(), false, 5, 10),
                        new Column("smoker", List.of(), true, 1, 0.5),
                        new Column("colour", List.of("blue", "red"))));
        float gap = Float.NaN;
        Split training = new Split(new float[] {20, 1, 0, 1, 40, 0, 1, 0, gap, gap, gap, gap}, 4, new int[0]);
        Split validation = new Split(new float[] {50, 1, 1, 0}, 4, new int[0]);

        PreprocessedData data = PreprocessedData.load(
                new Fixed(facts, new Dataset(training, validation)), List.of(standardize(Per.FEATURE)));

        assertThat(data.dataset().training().values()).containsExactly(-1, 1, 0, 1, 1, 0, 1, 0, gap, gap, gap, gap);
        assertThat(data.dataset().validation().values()).containsExactly(2, 1, 1, 0);
        assertThat(data.facts().columns().get(0)).isEqualTo(new Column("age", List.of(), false, 0.5, 1));
        assertThat(data.facts().columns().get(1)).isEqualTo(facts.columns().get(1));
    }

    @Test
    void standardizePerChannelNeedsImages() {
        assertThatThrownBy(() -> standardize(Per.CHANNEL).transform(new DataFacts(2, 2, List.of(3), Optional.empty())))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContaining("per must be DATASET or FEATURE for tables, got CHANNEL");
    }

    @Test
    void standardizePerFeatureOnlyCentresWhatRoundingLeavesOfAConstant() {
        float above = Math.nextUp(1000f);
        PreprocessedData data = PreprocessedData.load(
                table(3, /* constant, rounded, varying */ 5, 1000, -1000, 5, above, 1000),
                List.of(standardize(Per.FEATURE)));

        float[] values = data.dataset().training().values();
        assertThat(new float[] {values[0], values[3]}).containsExactly(0, 0);
        assertThat(values[4]).isCloseTo((above - 1000) / 2, within(1e-6f));
        assertThat(new float[] {values[2], values[5]}).containsExactly(-1, 1);
    }

    @Test
    void aSmallColumnIsStandardizedBesideALargeOne() {
        PreprocessedData data =
                PreprocessedData.load(table(2, 1e-2f, -1e9f, 3e-2f, 1e9f), List.of(standardize(Per.FEATURE)));

        assertThat(data.dataset().training().values()).containsExactly(new float[] {-1, -1, 1, 1}, within(1e-6f));
    }

    /** Seconds since 1970, whose nearest floats are 128 apart. */
    @Test
    void numbersThatAreNoFloatsAreCentredBeforeTheyAreRounded() {
        double[] seconds = {1.6e9 - 1, 1.6e9, 1.6e9 + 1, 1.6e9};
        float[] rounded = {1.6e9f, 1.6e9f, 1.6e9f, 1.6e9f};
        Split split = new Split(Rows.of(seconds, 1), new int[0]);
        Fixed source = new Fixed(new DataFacts(4, 4, List.of(1), Optional.empty()), new Dataset(split, split));

        PreprocessedData data = PreprocessedData.load(source, List.of(standardize(Per.FEATURE)));

        float deviation = (float) Math.sqrt(2);
        assertThat(data.dataset().validation().values())
                .containsExactly(new float[] {-deviation, 0, deviation, 0}, within(1e-6f));
        assertThat(data.dataset().training().rows().exact()).isFalse();
        assertThat(split.values()).as("the source's own").containsExactly(rounded);
    }

    /** Milliseconds since 1970. */
    @Test
    void oneInATrillionIsNoRounding() {
        double[] stamps = {1.6e12 - 0.5, 1.6e12 + 0.5};
        Split split = new Split(Rows.of(stamps, 1), new int[0]);
        Fixed source = new Fixed(new DataFacts(2, 2, List.of(1), Optional.empty()), new Dataset(split, split));

        assertThat(PreprocessedData.load(source, List.of(standardize(Per.FEATURE)))
                        .dataset()
                        .training()
                        .values())
                .containsExactly(-1, 1);
    }

    @Test
    void autoIsDatasetForImagesAndFeatureForTables() {
        assertThat(made(new DataFacts(2, 2, List.of(1, 2, 2), Optional.empty())))
                .hasToString("Step[per=DATASET, order=1]");
        assertThat(made(new DataFacts(2, 2, List.of(4), Optional.empty()))).hasToString("Step[per=FEATURE, order=1]");
        PreprocessedData fittedOnImages = PreprocessedData.load(images(1, 2, 3, 6), List.of(standardize(Per.AUTO)));
        PreprocessedData perDataset = PreprocessedData.load(images(1, 2, 3, 6), List.of(standardize(Per.DATASET)));
        assertThat(fittedOnImages.dataset().training().values())
                .isEqualTo(perDataset.dataset().training().values());
    }

    private static Preprocessing made(DataFacts data) {
        return new Standardize.Factory()
                .create(Annotations.annotation(Standardize.class, Map.of()), new Facts(Optional.of(data), 128, 20, 0));
    }

    @Test
    void featureOnImagesWarnsWithTheLargestValidationValue() {
        DataFacts facts = new DataFacts(2, 2, List.of(1, 1, 2), Optional.empty());
        Split training = new Split(new float[] {0, 1, 2, 1.1f}, 2, new int[0]);
        Split validation = new Split(new float[] {1, 1, 1, 11.05f}, 2, new int[0]);
        DataSource source = new Fixed(facts, new Dataset(training, validation));

        assertThat(PreprocessedData.load(source, List.of(standardize(Per.FEATURE)))
                        .warnings())
                .singleElement()
                .asString()
                .contains(
                        "largest validation |z| is 200.0 (example 1, element 1)",
                        "standardizing all pixels together does not");
        assertThat(PreprocessedData.load(source, List.of(standardize(Per.DATASET)))
                        .warnings())
                .isEmpty();
        assertThat(PreprocessedData.load(table(2, 1, 2, 3, 4), List.of(standardize(Per.FEATURE)))
                        .warnings())
                .isEmpty();
    }

    @Test
    void theValidationSplitIsNotFittedOn() {
        DataFacts facts = new DataFacts(2, 1, List.of(1), Optional.empty());
        Dataset data =
                new Dataset(new Split(new float[] {-1, 1}, 1, new int[0]), new Split(new float[] {50}, 1, new int[0]));

        assertThat(PreprocessedData.load(new Fixed(facts, data), List.of(standardize(Per.AUTO)))
                        .dataset()
                        .validation()
                        .values())
                .containsExactly(50);
    }

    @Test
    void constantDataCannotBeStandardized() {
        assertThatThrownBy(
                        () -> PreprocessedData.load(images(0.1f, 0.1f, 0.1f, 0.1f), List.of(standardize(Per.DATASET))))
                .isInstanceOf(DataFormatException.class)
                .hasMessage("standardized data must vary, got a training split of 2 examples in which every value is"
                        + " constant");
        assertThatThrownBy(() -> PreprocessedData.load(table(2, 0.1f, 7, 0.1f, 7), List.of(standardize(Per.AUTO))))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("every feature is constant");
    }

    @Test
    void aLargeOffsetDoesNotHurtTheDeviation() {
        Random random = new Random(3);
        float[] values = new float[20_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = 100_000 + random.nextInt(3);
        }

        float[] standardized = PreprocessedData.load(table(1, values), List.of(standardize(Per.AUTO)))
                .dataset()
                .training()
                .values();

        double square = 0;
        double sum = 0;
        for (float value : standardized) {
            sum += value;
            square += (double) value * value;
        }
        assertThat(sum / values.length).isCloseTo(0, within(1e-6));
        assertThat(square / values.length).isCloseTo(1, within(1e-6));
    }

    private static Preprocessing standardize(Per per) {
        return new Standardize.Step(per, 1);
    }
}
