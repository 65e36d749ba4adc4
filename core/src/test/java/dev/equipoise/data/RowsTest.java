package dev.equipoise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.part.DataFacts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows in memory, chosen, reordered, and preprocessed when they are read. */
class RowsTest {

    private static final long NO_HEAP = 0;

    private static final double[] STAMPS = {1.6e9, 1.6e9 + 1, 1.6e9 + 3, 4, 5, 6};

    @Test
    void bytesAreUnsigned() {
        assertThat(new Split(Rows.ofBytes(new byte[] {0, -1, 127, -128}, 2), new int[0]).values())
                .containsExactly(0, 255, 127, 128);
    }

    @Test
    void chosenAndReorderedRowsKeepExactNumbers() {
        Rows rows = Rows.of(STAMPS, 3).chosen(new int[] {1, 0}).reordered(new int[] {2, 0, 1});

        assertThat(rows.exact()).isTrue();
        double[] row = new double[4];
        rows.read(1, row, 1);
        assertThat(row).containsExactly(0, 1.6e9 + 3, 1.6e9, 1.6e9 + 1);
        assertThat(new Split(rows, new int[0]).values(0, 1)).containsExactly(6, 4, 5);
        assertThat(new Split(rows.rounded(), new int[0]).values(1, 2)).containsExactly(1.6e9f, 1.6e9f, 1.6e9f);
        assertThat(rows.rounded().exact()).isFalse();
    }

    @Test
    void aSampleHasTheLabelsOfItsExamples() {
        Split split = new Split(Rows.of(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 1), new int[] {0, 1, 2, 3, 4, 5, 6, 7});

        Split sample = split.sampled(3, 5);

        assertThat(sample.examples()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(sample.values(i, i + 1)).containsExactly((float) sample.labels()[i]);
        }
        assertThat(split.first(2).labels()).containsExactly(0, 1);
    }

    /** The same values, whether the heap holds them or not. */
    @Test
    void preprocessingOnReadingGivesWhatPreprocessingAtOnceGives() {
        for (Rows rows :
                List.of(Rows.of(STAMPS, 3), Rows.of(new float[] {1, 2, 3, 4, 5, 9}, 3), Rows.ofBytes(new byte[6], 3))) {
            Split split = new Split(rows, new int[0]);
            DataSource source = new SmallSources.Fixed(
                    new DataFacts(2, 2, List.of(3), Optional.empty()), new Dataset(split, split));
            List<Preprocessing> steps =
                    List.of(new Widened(), new Standardize.Step(Standardize.Per.DATASET, 1), new Widened());
            if (rows instanceof ByteRows) {
                steps = List.of(new Widened());
            }

            Split lazy = PreprocessedData.load(source, steps, String::valueOf, 0, Optional.empty(), NO_HEAP)
                    .dataset()
                    .training();
            Split held = PreprocessedData.load(source, steps, String::valueOf, 0, Optional.empty(), Long.MAX_VALUE)
                    .dataset()
                    .training();

            assertThat(lazy.rows()).isNotInstanceOf(FloatRows.class);
            assertThat(held.rows()).isInstanceOf(FloatRows.class);
            assertThat(lazy.values()).isEqualTo(held.values()).hasSize(rows instanceof ByteRows ? 8 : 10);
        }
    }

    /** One element more in each row, which is a constant that standardizing leaves. */
    private record Widened() implements Preprocessing, FittedPreprocessing {

        @Override
        public int order() {
            return 0;
        }

        @Override
        public DataFacts transform(DataFacts facts) {
            return new DataFacts(
                    facts.trainingExamples(),
                    facts.validationExamples(),
                    List.of(facts.elements() + 1),
                    Optional.empty());
        }

        @Override
        public FittedPreprocessing fit(Split training, DataFacts facts) {
            return new Widen(facts.elements());
        }

        @Override
        public float[] apply(float[] values) {
            return values;
        }

        @Override
        public float[] undo(float[] values) {
            return values;
        }
    }

    private record Widen(int elements) implements FittedPreprocessing {

        @Override
        public float[] apply(float[] values) {
            float[] wide = new float[values.length / elements * (elements + 1)];
            for (int i = 0; i < values.length; i++) {
                wide[i / elements * (elements + 1) + i % elements] = values[i];
            }
            return wide;
        }

        @Override
        public float[] undo(float[] values) {
            float[] narrow = new float[values.length / (elements + 1) * elements];
            for (int i = 0; i < narrow.length; i++) {
                narrow[i] = values[i / elements * (elements + 1) + i % elements];
            }
            return narrow;
        }
    }

    @Test
    void aStepThatGivesOtherRowsThanItsFactsSayIsNamed() {
        Preprocessing wrong = new Preprocessing() {
            @Override
            public int order() {
                return 0;
            }

            @Override
            public DataFacts transform(DataFacts facts) {
                return facts;
            }

            @Override
            public FittedPreprocessing fit(Split training, DataFacts facts) {
                return new Widen(facts.elements());
            }

            @Override
            public String toString() {
                return "the step wrong";
            }
        };
        Split split = new Split(new float[] {1, 2}, 2, new int[0]);
        DataSource source =
                new SmallSources.Fixed(new DataFacts(1, 1, List.of(2), Optional.empty()), new Dataset(split, split));

        assertThatThrownBy(() -> PreprocessedData.load(source, List.of(wrong)))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining(
                        "a row after the preprocessing step Widen must have 2 elements, as its facts say, got 3");
    }
}
