package dev.equipoise.data;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Role;
import java.util.List;

/** Where the data comes from. */
@Role("data")
public interface DataSource {

    /** What the headers tell, without reading the values. */
    DataFacts facts();

    /**
     * Reads both splits, unpreprocessed.
     *
     * @throws DataFormatException if a file is not what its header says
     */
    Dataset load();

    /** Warnings before step 0 about what was found beside the data, such as labels that are not used. */
    default List<String> warnings() {
        return List.of();
    }
}
