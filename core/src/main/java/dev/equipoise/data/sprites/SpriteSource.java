package dev.equipoise.data.sprites;

import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.Rows;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.ValueRange;
import dev.equipoise.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Some of all sprites. Example i of the collection is sprite p(i), where p is the seed's permutation of all indices: more
 * examples of the same seed begin with the same ones.
 *
 * @param examples in both splits together
 * @param seed of the permutation
 * @param holdout divides the examples
 */
record SpriteSource(int examples, long seed, Dataset.Holdout holdout) implements DataSource {

    /** Step 0 of this stream divides. */
    private static final long DRAW = 1;

    @Override
    public DataFacts facts() {
        int validating = holdout.validating(examples, "the collection");
        return new DataFacts(
                examples - validating,
                validating,
                List.of(1, SpriteDrawing.SIDE, SpriteDrawing.SIDE),
                Optional.of(new ValueRange(0, 1)));
    }

    @Override
    public Dataset load() {
        return new Dataset(split(training()), split(validation()));
    }

    /** The factors of each training example, in the order of the split. */
    List<SpriteFactors> training() {
        return factors(Dataset.Holdout.training(examples, held()));
    }

    /** The factors of each validation example, in the order of the split. */
    List<SpriteFactors> validation() {
        return factors(held());
    }

    private int[] held() {
        return holdout.validation(examples, new int[0], "the collection");
    }

    private List<SpriteFactors> factors(int[] chosen) {
        int[] all = CounterRandom.permutation(SpriteFactors.COMBINATIONS, seed, CounterRandom.Stream.DATA, DRAW);
        return Arrays.stream(chosen)
                .mapToObj(example -> SpriteFactors.of(all[example]))
                .toList();
    }

    private static Split split(List<SpriteFactors> factors) {
        return new Split(
                new SpriteRows(factors),
                factors.stream().mapToInt(SpriteFactors::shape).toArray());
    }

    /** Sprites that are drawn whenever they are read. */
    private record SpriteRows(List<SpriteFactors> factors) implements Rows {

        @Override
        public int count() {
            return factors.size();
        }

        @Override
        public int elements() {
            return SpriteDrawing.PIXELS;
        }

        @Override
        public void read(int index, float[] into, int at) {
            SpriteDrawing.draw(factors.get(index), into, at);
        }
    }
}
