package dev.equipoise.data.folder;

import com.google.common.base.Suppliers;
import dev.equipoise.data.DataFormatException;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.Rows;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.ValueRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Pictures in folders. The first question searches them. */
final class FolderSource implements DataSource {

    private static final ValueRange BYTES = new ValueRange(0, 255);

    private final boolean skip;
    private final Square square;
    private final Dataset.Holdout holdout;
    private final Supplier<ImageFiles> training;
    private final Supplier<Optional<ImageFiles>> validation;

    FolderSource(Path folder, Optional<Path> validationFolder, boolean skip, Square square, Dataset.Holdout holdout) {
        this.skip = skip;
        this.square = square;
        this.holdout = holdout;
        this.training = Suppliers.memoize(() -> ImageFiles.in(folder, skip, square));
        this.validation =
                Suppliers.memoize(() -> validationFolder.map(other -> checked(ImageFiles.in(other, skip, square))));
    }

    private ImageFiles checked(ImageFiles other) {
        List<String> known = training.get().labels();
        List<String> unknown =
                other.labels().stream().filter(name -> !known.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new DataFormatException(other.folder() + ": expected the folders of "
                    + training.get().folder() + ", found "
                    + String.join(", ", unknown.subList(0, Math.min(10, unknown.size()))));
        }
        return other;
    }

    @Override
    public DataFacts facts() {
        ImageFiles found = training.get();
        int images = found.images().size();
        List<Integer> shape = List.of(square.channels(), square.size(), square.size());
        return validation
                .get()
                .map(other -> new DataFacts(images, other.images().size(), shape, Optional.of(BYTES)))
                .orElseGet(() -> new DataFacts(
                        images - holdout.validating(images, found.folder()),
                        holdout.validating(images, found.folder()),
                        shape,
                        Optional.of(BYTES)));
    }

    @Override
    public Dataset load() {
        ImageFiles found = training.get();
        Optional<ImageFiles> other = validation.get();
        Rows rows = ImageRows.of(found.images(), square);
        return other.map(held -> new Dataset(
                        new Split(rows, labels(found)), new Split(ImageRows.of(held.images(), square), labels(held))))
                .orElseGet(() -> holdout.divide(rows, labels(found), found.folder()));
    }

    @Override
    public Optional<Split> read(Path path) {
        ImageFiles found = ImageFiles.in(path, skip, square);
        ImageFiles known = training.get().labels().isEmpty() ? found : checked(found);
        return Optional.of(new Split(ImageRows.of(known.images(), square), labels(known)));
    }

    private int[] labels(ImageFiles files) {
        List<String> names = training.get().labels();
        return names.isEmpty() || files.labels().isEmpty()
                ? new int[0]
                : files.classes().stream().mapToInt(names::indexOf).toArray();
    }

    private Stream<ImageFiles> both() {
        return Stream.concat(Stream.of(training.get()), validation.get().stream());
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        both().filter(files -> !files.skipped().isEmpty())
                .forEach(files -> warnings.add(files.skipped().size() + " files in " + files.folder()
                        + " are skipped, the first: " + files.skipped().get(0)));
        return warnings;
    }

    @Override
    public Map<String, String> description() {
        Map<String, String> lines = new LinkedHashMap<>();
        both().forEach(files -> lines.put(
                "images in " + files.folder(),
                files.kinds().entrySet().stream()
                                .map(kind -> kind.getValue() + " " + kind.getKey())
                                .collect(Collectors.joining(", "))
                        + (files.skipped().isEmpty()
                                ? ""
                                : "; skipped: " + files.skipped().size())));
        List<String> names = training.get().labels();
        if (!names.isEmpty()) {
            lines.put(
                    "labels",
                    IntStream.range(0, Math.min(20, names.size()))
                                    .mapToObj(i ->
                                            i + " " + (names.get(i).isEmpty() ? "the folder itself" : names.get(i)))
                                    .collect(Collectors.joining(", "))
                            + (names.size() > 20 ? ", ..." : ""));
        }
        return lines;
    }

    @Override
    public String toString() {
        return both().map(files -> files.folder().toString()).collect(Collectors.joining(" and "));
    }
}
