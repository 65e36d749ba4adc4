package dev.equipoise.data;

import static dev.equipoise.data.SmallSources.images;
import static dev.equipoise.data.SmallSources.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DataLookTest {

    private static List<String> warnings(DataSource source, Preprocessing... steps) {
        PreprocessedData data = PreprocessedData.load(source, List.of(steps));
        return Stream.concat(data.warnings().stream(), DataLook.ofSquaredError(data).stream())
                .toList();
    }

    private static DataSource of(float[] training, float[] validation) {
        return new SmallSources.Fixed(
                new DataFacts(training.length / 2, validation.length / 2, List.of(2), Optional.empty()),
                new Dataset(new Split(training, 2, new int[0]), new Split(validation, 2, new int[0])));
    }

    @Test
    void onesInADeclaredRangeOfBytesAreNamedWithTheRangeToState() {
        assertThat(warnings(images(0, 1, 1, 0), new Scale.Step(0, Optional.empty())))
                .anySatisfy(warning -> assertThat(warning)
                        .contains("are between 0.0 and 1.0", "a range of 0.0 to 255.0", "state a range of 0.0 to 1.0"));
        assertThat(warnings(images(0, 255, 16, 0), new Scale.Step(0, Optional.empty())))
                .isEmpty();
    }

    @Test
    void constantColumnsAreNamed() {
        assertThat(warnings(table(2, 7, 1, 7, -1))).containsExactly("constant columns carry no information: 0");

        DataFacts named = new DataFacts(2, 1, List.of(2), Optional.empty())
                .withColumns(List.of(new Column("unit", List.of()), new Column("age", List.of())));
        Dataset data = new Dataset(
                new Split(new float[] {7, 1, 7, -1}, 2, new int[0]), new Split(new float[] {7, 1}, 2, new int[0]));
        assertThat(warnings(new SmallSources.Fixed(named, data)))
                .containsExactly("constant columns carry no information: unit");
    }

    @Test
    void columnsThatVaryInValidationAloneAreNamed() {
        assertThat(warnings(of(new float[] {7, 1, 7, -1}, new float[] {8, 1})))
                .singleElement()
                .asString()
                .startsWith("columns that are constant on the training split and have other values on validation")
                .endsWith(": 0");
    }

    @Test
    void aScaleFarFromOneIsNamedOnEitherSide() {
        assertThat(warnings(table(2, 1e4f, 2, -1e4f, -2)))
                .singleElement()
                .asString()
                .contains("the variance of an element is 5.00e+07 on average");
        assertThat(warnings(table(2, 1e-3f, 1e-3f, 0, 0)))
                .singleElement()
                .asString()
                .contains("2.50e-07");
        assertThat(warnings(table(2, 1, 3, -1, -3))).isEmpty();
        assertThat(warnings(table(2, 1e4f, 2, -1e4f, -2), new Standardize.Step(Standardize.Per.FEATURE, 1)))
                .isEmpty();
    }

    @Test
    void columnsOfVeryDifferentScalesAreNamed() {
        assertThat(warnings(table(3, 10, 1e-2f, 1e-2f, -10, -1e-2f, -1e-2f)))
                .singleElement()
                .asString()
                .contains("1.00e+06 times that of the median column");
    }

    @Test
    void aLossThatIsInfiniteBeforeAnyUpdateIsNamed() {
        assertThat(warnings(table(2, 1e25f, 1, -1e25f, -1)))
                .singleElement()
                .asString()
                .contains("infinite as a 32-bit float before any update");
    }
}
