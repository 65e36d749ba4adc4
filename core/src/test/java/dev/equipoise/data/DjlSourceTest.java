package dev.equipoise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import dev.equipoise.part.DataFacts;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DjlSourceTest {

    private final NDManager manager = manager();

    private static NDManager manager() {
        System.setProperty("ai.djl.offline", "true");
        return NDManager.newBaseManager(Device.cpu(), "MXNet");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Rows of counted numbers, which DJL would give in batches of 7 in any order. */
    private ArrayDataset dataset(int examples, NDArray... labels) {
        float[] values = new float[2 * examples];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return new ArrayDataset.Builder()
                .setData(manager.create(values, new Shape(examples, 1, 2)))
                .optLabels(labels)
                .setSampling(7, true, true)
                .build();
    }

    private static DataSource source(int training, Supplier<ArrayDataset> dataset) {
        return DataSource.of(new DataFacts(training, 3, List.of(2), Optional.empty()), dataset, dataset);
    }

    @Test
    void examplesAndLabelsAreReadByTheirIndices() {
        ArrayDataset training = dataset(300, manager.arange(300).toType(DataType.INT64, false));
        DataSource source =
                DataSource.of(new DataFacts(300, 3, List.of(2), Optional.empty()), () -> training, () -> dataset(3));

        Dataset data = source.load();

        assertThat(source.usesEngine()).isTrue();
        assertThat(data.training().values(299, 300)).containsExactly(598, 599);
        assertThat(data.training().labels()).hasSize(300).startsWith(0, 1, 2).endsWith(298, 299);
        assertThat(data.validation().values()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(data.validation().labels()).isEmpty();
    }

    @Test
    void labelsThatAreNoWholeNumbersAreNone() {
        assertThat(source(3, () -> dataset(3, manager.create(new float[] {1, 2, 2.5f})))
                        .load()
                        .training()
                        .labels())
                .isEmpty();
    }

    @Test
    void factsNeedNoDatasetAndAreHeldAgainstIt() {
        assertThat(source(3, () -> {
                            throw new AssertionError("asked");
                        })
                        .facts()
                        .trainingExamples())
                .isEqualTo(3);
        assertThatThrownBy(() -> source(4, () -> dataset(3)).load())
                .isInstanceOf(DataFormatException.class)
                .hasMessage("a dataset of DJL must give 4 examples, as its facts say, got 3");
        assertThatThrownBy(() -> source(2, () -> dataset(3)).load()).hasMessageContainingAll("2 examples", "got more");
        assertThatThrownBy(() -> DataSource.of(
                                new DataFacts(3, 3, List.of(5), Optional.empty()), () -> dataset(3), () -> dataset(3))
                        .load())
                .hasMessageContaining("examples of 5 elements, as its facts say, got a batch of the shape (3, 1, 2)");
    }
}
