package dev.equipoise.data.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an experiment says about the columns.
 *
 * @param target column of the labels; empty for none
 * @param ignored columns that are left out
 * @param categories columns whose values are categories, although they may be numbers
 * @param counts columns whose values are counts
 * @param mostCategories of one column
 * @param missing texts of missing values
 */
record CsvChoice(
        Optional<String> target,
        Set<String> ignored,
        Set<String> categories,
        Set<String> counts,
        int mostCategories,
        Set<String> missing) {

    /** Names that no column has. */
    List<String> unknown(List<String> names) {
        List<String> unknown = new ArrayList<>();
        target.filter(name -> !names.contains(name)).ifPresent(unknown::add);
        Stream.of(ignored, categories, counts)
                .flatMap(some ->
                        some.stream().filter(name -> !names.contains(name)).sorted())
                .forEach(unknown::add);
        return unknown;
    }

    boolean isTarget(String name) {
        return target.filter(name::equals).isPresent();
    }
}
