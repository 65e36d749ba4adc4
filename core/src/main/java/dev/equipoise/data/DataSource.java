package dev.equipoise.data;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The source of the data. */
@Role("data")
public interface DataSource {

    /** The facts in the headers, without reading the values. */
    DataFacts facts();

    /**
     * Reads both splits, unpreprocessed.
     *
     * @throws DataFormatException if the content of a file contradicts its header
     */
    Dataset load();

    /**
     * Reads new files as this source reads its own: with the same options, and the labels, columns and categories of its
     * training split. The examples are unpreprocessed. Empty if the source reads no files.
     *
     * @param path a file or a folder
     * @throws DataFormatException if these are no examples like those of {@link #facts}
     */
    default Optional<Split> read(Path path) {
        return Optional.empty();
    }

    /** Whether {@link #load} needs an engine, which then has been started, on whose thread it is called. */
    default boolean usesEngine() {
        return false;
    }

    /**
     * A source of two datasets of DJL. Each must give its examples in the same order whenever it is made; those of a
     * {@link ai.djl.training.dataset.RandomAccessDataset} are read by their indices. An example is one array. If there is
     * one whole number for each example beside them, these are the labels. All values are kept in memory, as floats.
     *
     * @param facts of both, so that a plan is checked without an engine; images have their channels first
     * @param training makes the dataset when its values are asked for
     */
    static DataSource of(
            DataFacts facts,
            Supplier<? extends ai.djl.training.dataset.Dataset> training,
            Supplier<? extends ai.djl.training.dataset.Dataset> validation) {
        return new DjlSource(facts, training, validation);
    }

    /** The files of the training and of the validation split, for messages; empty if they do not come from one file each. */
    default List<Path> files() {
        return List.of();
    }

    /** Warnings before step 0 about what was found in addition to the data, such as labels that are not used. */
    default List<String> warnings() {
        return List.of();
    }

    /** What {@code describe} shows of the source in addition to its facts, such as what each column of a table became. */
    default Map<String, String> description() {
        return Map.of();
    }
}
