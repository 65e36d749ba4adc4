package dev.equipoise.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.data.Draw;
import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules for every preprocessing step. A test class implements this interface and provides the step and its data. */
public interface PreprocessingContract {

    /** The step. */
    Preprocessing step();

    /** The facts of the data before the step. */
    DataFacts facts();

    /** A training split of these facts, of at least two examples. */
    Split training();

    private FittedPreprocessing fitted() {
        return step().fit(training(), facts());
    }

    private List<float[]> applied(FittedPreprocessing step, Draw draw) {
        List<float[]> rows = new ArrayList<>();
        training().forEach((example, row) -> rows.add(step.apply(row.clone(), draw)));
        return rows;
    }

    private static Draw draw(long epoch) {
        return new Draw(1, 2, epoch, 3);
    }

    private static float[] joined(List<float[]> rows) {
        float[] all = new float[rows.stream().mapToInt(row -> row.length).sum()];
        int at = 0;
        for (float[] row : rows) {
            System.arraycopy(row, 0, all, at, row.length);
            at += row.length;
        }
        return all;
    }

    @Test
    default void theTrainingSplitBecomesWhatTheFactsSay() {
        DataFacts after = step().transform(facts());
        for (float[] row : applied(fitted(), draw(Draw.FIXED))) {
            assertThat(row).hasSize(after.elements());
            for (float value : row) {
                assertThat(value).isFinite();
                after.range().ifPresent(range -> assertThat(value).isBetween((float) range.min(), (float) range.max()));
            }
        }
    }

    @Test
    default void eachRowIsMappedByItselfAndFittingChangesNoValue() {
        Split training = training();
        float[] before = training.values();
        FittedPreprocessing step = step().fit(training, facts());
        assertThat(training.values()).as("the training split after the fit").isEqualTo(before);
        if (!step.random()) {
            assertThat(step.apply(training.values())).isEqualTo(joined(applied(step, draw(0))));
        }
    }

    @Test
    default void undoGivesRowsOfTheShapeBefore() {
        FittedPreprocessing step = fitted();
        float[] undone = step.undo(joined(applied(step, draw(Draw.FIXED))));
        assertThat(undone).hasSameSizeAs(training().values());
        for (float value : undone) {
            assertThat(value).isFinite();
        }
    }

    @Test
    default void chanceIsAFunctionOfTheDraw() {
        FittedPreprocessing step = fitted();
        float[] drawn = joined(applied(step, draw(0)));
        assertThat(joined(applied(fitted(), draw(0)))).as("the same draw").isEqualTo(drawn);
        boolean moves = false;
        for (long epoch = 1; epoch < 100; epoch++) {
            moves |= !Arrays.equals(joined(applied(step, draw(epoch))), drawn);
        }
        assertThat(moves).as("whether other epochs have other values").isEqualTo(step.random());
    }

    /** A step that says its type is saved with the run. */
    @Test
    default void theFittedStepSurvivesJson() {
        if (fitted().getClass() == step().fitted()) {
            assertThat(fitted()).isInstanceOf(Record.class);
            SavedState.survives((Record) fitted());
        }
    }

    @Test
    default void slopesAreThoseOfTheStep() {
        FittedPreprocessing step = fitted();
        step.slopes().filter(slopes -> !step.rotates()).ifPresent(slopes -> {
            float[] first = training().values(0, 1);
            float[] second = training().values(1, 2);
            float[] from = step.apply(first.clone());
            float[] to = step.apply(second.clone());
            assertThat(slopes).hasSameSizeAs(first);
            for (int i = 0; i < first.length; i++) {
                double expected = slopes[i] * ((double) second[i] - first[i]);
                assertThat((double) to[i] - from[i]).isCloseTo(expected, within(1e-4 * (1 + Math.abs(expected))));
            }
        });
    }
}
