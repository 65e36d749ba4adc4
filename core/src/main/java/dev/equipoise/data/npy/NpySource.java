package dev.equipoise.data.npy;

import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.ImageAxes;
import dev.equipoise.data.Rows;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.ValueRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Splits in arrays.
 *
 * @param training its examples
 * @param validation its examples, if they are in a file of their own
 * @param validationArray its examples' name in the file of the training split; empty for a usual name, or a holdout
 * @param validationLabels labels of these
 * @param holdout divides the examples of the training split if there are no others
 * @param axes order of the axes of images with channels
 */
record NpySource(
        Place training,
        Optional<Place> validation,
        String validationArray,
        String validationLabels,
        Dataset.Holdout holdout,
        ImageAxes axes)
        implements DataSource {

    private static final ValueRange BYTES = new ValueRange(0, 255);
    private static final ValueRange TRUTH = new ValueRange(0, 1);

    /**
     * Where the examples of a split are.
     *
     * @param file that holds them
     * @param array its name in an archive; empty for a usual one
     * @param labels an array in the same archive, or a file; empty for a usual name in the archive
     */
    record Place(Path file, String array, String labels) {}

    /** The arrays of the splits; no validation if it is a part of the training examples. */
    private record Found(
            NpyArray training,
            Optional<NpyArray> trainingLabels,
            Optional<NpyArray> validation,
            Optional<NpyArray> validationLabels,
            Optional<NpyArray> test) {}

    private Found find() {
        NpyFile file = NpyFile.of(training.file());
        NpyArray examples = file.training(training.array());
        Optional<Place> other = validation.map(
                place -> new Place(place.file(), other(place, examples).name(), place.labels()));
        Optional<NpyArray> held = other.map(place -> new NpyArray(place.file(), place.array()))
                .or(() -> validationArray.isEmpty() ? file.validation() : Optional.of(file.training(validationArray)));
        return new Found(
                examples,
                labels(training, examples),
                held,
                held.flatMap(array ->
                        labels(other.orElse(new Place(training.file(), array.name(), validationLabels)), array)),
                file.test()
                        .filter(array ->
                                !array.equals(examples) && held.stream().noneMatch(array::equals)));
    }

    private static NpyArray other(Place place, NpyArray training) {
        return NpyFile.of(place.file()).validation(place.array(), training);
    }

    /** Stated labels, or those beside the examples, if they can be used. */
    private static Optional<NpyArray> labels(Place place, NpyArray examples) {
        NpyFile file = NpyFile.of(place.file());
        int items = examples.header().items();
        if (place.labels().isEmpty()) {
            return file.labelsBeside(examples).filter(array -> NpyLabels.fit(array.header(), items));
        }
        NpyArray labels = file.names().contains(place.labels())
                ? file.array(place.labels())
                : NpyFile.of(Path.of(place.labels())).labels(examples);
        NpyLabels.check(labels, items);
        return Optional.of(labels);
    }

    @Override
    public DataFacts facts() {
        return facts(find());
    }

    private DataFacts facts(Found found) {
        NpyHeader header = found.training().header();
        int dimensions = header.shape().size();
        if (dimensions < 2 || dimensions > 4) {
            throw found.training()
                    .fails(0, "2 to 4 dimensions, the first of which counts the examples", header.toString());
        }
        Stream.concat(found.validation().stream(), found.test().stream())
                .forEach(array -> checkLike(array, found.training()));
        List<Integer> shape = axes.shape(header.itemShape(), found.training());
        Optional<ValueRange> range = header.type().truth()
                ? Optional.of(TRUTH)
                : Optional.of(BYTES).filter(any -> header.type().unsignedByte() && shape.size() == 3);
        int all = header.items();
        return found.validation()
                .map(array -> new DataFacts(all, array.header().items(), shape, range))
                .orElseGet(() -> new DataFacts(
                        all - holdout.validating(all, training.file()),
                        holdout.validating(all, training.file()),
                        shape,
                        range));
    }

    private static void checkLike(NpyArray array, NpyArray training) {
        NpyHeader own = training.header();
        NpyHeader other = array.header();
        if (!other.itemShape().equals(own.itemShape())
                || other.type().kind() != own.type().kind()
                || other.type().width() != own.type().width()) {
            throw array.fails(0, "items like those of " + training + ", " + own, other.toString());
        }
    }

    @Override
    public Optional<Split> read(Path path) {
        NpyFile file = NpyFile.of(path);
        NpyArray own = NpyFile.of(training.file()).training(training.array());
        NpyArray array = file.validation("", own);
        checkLike(array, own);
        boolean named = file.names().contains(training.labels());
        return Optional.of(beside(array, named ? training.labels() : ""));
    }

    @Override
    public Dataset load() {
        Found found = find();
        facts(found);
        int[] labels = labels(found.trainingLabels());
        Rows rows = rows(found.training());
        Dataset data = found.validation()
                .map(array ->
                        new Dataset(new Split(rows, labels), new Split(rows(array), labels(found.validationLabels()))))
                .orElseGet(() -> holdout.divide(rows, labels, training.file()));
        return new Dataset(data.training(), data.validation(), found.test().map(array -> beside(array, "")));
    }

    /** @param labels as in a {@link Place} */
    private Split beside(NpyArray array, String labels) {
        return new Split(rows(array), labels(labels(new Place(array.file(), array.name(), labels), array)));
    }

    private Rows rows(NpyArray array) {
        Rows rows = array.rows();
        return axes.moves(array.header().itemShape())
                ? rows.reordered(axes.places(array.header().itemShape()))
                : rows;
    }

    private static int[] labels(Optional<NpyArray> array) {
        return array.map(NpyLabels::read).orElseGet(() -> new int[0]);
    }

    @Override
    public List<Path> files() {
        return List.of(training.file(), validation.map(Place::file).orElse(training.file()));
    }

    @Override
    public List<String> warnings() {
        Found found = find();
        NpyFile file = NpyFile.of(training.file());
        return found.trainingLabels().isPresent()
                ? List.of()
                : file
                        .labelsBeside(found.training())
                        .map(array -> "no labels are used, although there are " + array + ", " + array.header()
                                + ": labels are one whole number for each example")
                        .stream()
                        .toList();
    }

    @Override
    public String toString() {
        return training.file() + validation.map(place -> " and " + place.file()).orElse("");
    }
}
