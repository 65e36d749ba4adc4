package dev.equipoise.data;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.ValueRange;
import java.util.List;
import java.util.Optional;

/** Data of a few values, the same in both splits unless said. */
final class SmallSources {

    private SmallSources() {}

    /** Images of one row of two pixels, the same in both splits. */
    static DataSource images(float... values) {
        return source(List.of(1, 1, 2), Optional.of(new ValueRange(0, 255)), values);
    }

    static DataSource table(int features, float... values) {
        return source(List.of(features), Optional.empty(), values);
    }

    static DataSource source(List<Integer> shape, Optional<ValueRange> range, float[] values) {
        DataFacts facts = new DataFacts(1, 1, shape, range);
        int examples = values.length / facts.elements();
        Split split = new Split(values, facts.elements(), new int[0]);
        return new Fixed(
                new DataFacts(examples, examples, shape, range),
                new Dataset(split, new Split(values.clone(), facts.elements(), new int[0])));
    }

    record Fixed(DataFacts facts, Dataset load) implements DataSource {}
}
