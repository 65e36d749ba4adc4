package dev.equipoise.data.sprites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.data.Annotations;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.ValueRange;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpritesTest {

    private static float[] image(SpriteFactors factors) {
        float[] image = new float[SpriteDrawing.PIXELS];
        SpriteDrawing.draw(factors, image, 0);
        return image;
    }

    private static int area(SpriteFactors factors) {
        int area = 0;
        for (float pixel : image(factors)) {
            assertThat(pixel).isIn(0f, 1f);
            area += (int) pixel;
        }
        return area;
    }

    /** Pixels of the published images that are on, upright in the upper left corner, from half size to full size. */
    @ParameterizedTest
    @CsvSource({"0, 100 144 196 256 324 400", "1, 76 104 144 184 228 288", "2, 58 84 108 140 182 222"})
    void theAreasAreThoseOfThePublishedImages(int shape, String areas) {
        assertThat(IntStream.range(0, 6)
                        .mapToObj(scale -> String.valueOf(area(new SpriteFactors(shape, scale, 0, 0, 0)))))
                .containsExactly(areas.split(" "));
    }

    @Test
    void turnedSquaresKeepAboutTheirArea() {
        for (int orientation = 1; orientation < 39; orientation++) {
            assertThat(area(new SpriteFactors(0, 5, orientation, 0, 0))).isBetween(360, 376);
        }
    }

    /** Of the published images: a square looks alike at 0 and 39 and at one other pair, the others at 0 and 39 alone. */
    @ParameterizedTest
    @CsvSource({"0, 38", "1, 39", "2, 39"})
    void orientationsAreDistinctAsPublished(int shape, int distinct) {
        Set<String> images = new HashSet<>();
        for (int orientation = 0; orientation < 40; orientation++) {
            images.add(Arrays.toString(image(new SpriteFactors(shape, 5, orientation, 0, 0))));
        }
        assertThat(images).hasSize(distinct);
        assertThat(image(new SpriteFactors(shape, 5, 39, 0, 0))).isEqualTo(image(new SpriteFactors(shape, 5, 0, 0, 0)));
    }

    @Test
    void placesRunFromLeftToRightAndFromTopToBottom() {
        float[] corner = image(new SpriteFactors(0, 5, 0, 31, 0));

        assertThat(corner[16 * 64 + 48]).isEqualTo(1);
        assertThat(corner[16 * 64 + 16]).isZero();
        assertThat(corner[48 * 64 + 48]).isZero();
        assertThat(image(new SpriteFactors(0, 5, 0, 0, 31))[48 * 64 + 16]).isEqualTo(1);
    }

    /** The tip of a heart is below; a quarter turn counter-clockwise brings it to the right. */
    @Test
    void spritesTurnCounterClockwise() {
        float[] upright = image(new SpriteFactors(2, 5, 0, 16, 16));
        float[] turned = image(new SpriteFactors(2, 5, 10, 16, 16));

        assertThat(upright[41 * 64 + 32]).as("the tip").isEqualTo(1);
        assertThat(upright[24 * 64 + 32]).as("above the notch").isZero();
        assertThat(turned[32 * 64 + 40]).isEqualTo(1);
        assertThat(turned[32 * 64 + 24]).isZero();
    }

    @Test
    void anIndexCountsFactorsAsPublished() {
        assertThat(SpriteFactors.COMBINATIONS).isEqualTo(737_280);
        assertThat(new SpriteFactors(2, 3, 17, 5, 30).index())
                .isEqualTo(2 * 245_760 + 3 * 40_960 + 17 * 1_024 + 5 * 32 + 30);
        for (int index = 0; index < SpriteFactors.COMBINATIONS; index += 977) {
            assertThat(SpriteFactors.of(index).index()).isEqualTo(index);
        }
    }

    private static SpriteSource source(int examples, long seed) {
        return (SpriteSource) new Sprites.Factory()
                .create(
                        Annotations.annotation(Sprites.class, Map.of("examples", examples, "seed", seed)),
                        Annotations.NO_DATA);
    }

    @Test
    void theFactsAreThoseOfTheSplits() {
        SpriteSource source = source(50, 3);
        Dataset data = source.load();

        assertThat(source.facts())
                .isEqualTo(new DataFacts(45, 5, List.of(1, 64, 64), Optional.of(new ValueRange(0, 1))));
        for (int i = 0; i < 45; i++) {
            assertThat(row(data.training(), i))
                    .isEqualTo(image(source.training().get(i)));
            assertThat(data.training().labels()[i])
                    .isEqualTo(source.training().get(i).shape());
        }
        assertThat(row(data.validation(), 4))
                .isEqualTo(image(source.validation().get(4)));
    }

    private static float[] row(Split split, int example) {
        return Arrays.copyOfRange(split.values(), example * split.elements(), (example + 1) * split.elements());
    }

    @Test
    void noSpriteIsDrawnTwice() {
        SpriteSource source = source(50_000, 3);

        assertThat(Stream.concat(source.training().stream(), source.validation().stream())
                        .distinct())
                .hasSize(50_000);
        assertThat(source.facts().trainingExamples()).isEqualTo(45_000);
    }

    @Test
    void theSeedDraws() {
        assertThat(source(50, 3).training())
                .isEqualTo(source(50, 3).training())
                .isNotEqualTo(source(50, 4).training());
    }

    @Test
    void everyFactorIsUniform() {
        SpriteSource source = source(20_000, 3);

        for (int shape = 0; shape < 3; shape++) {
            int wanted = shape;
            assertThat(source.training().stream().filter(factors -> factors.shape() == wanted))
                    .hasSizeBetween(5_750, 6_250);
        }
        assertThat(source.training().stream()
                        .mapToInt(SpriteFactors::y)
                        .average()
                        .orElseThrow())
                .isBetween(15.2, 15.8);
    }
}
