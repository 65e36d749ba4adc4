package dev.equipoise.data;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.ValueRange;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Two splits in IDX files: items of one dimension are rows of a table, of two grey images (height, width), of three
 * images, in either order of their axes.
 *
 * @param training images or rows
 * @param trainingLabels one for each item
 * @param validation of the same type and shape
 * @param validationLabels one for each item
 * @param examples of the training split that are used, from the first; 0 for all
 * @param axes order of the axes of images with channels
 * @param transpose whether height and width of images are swapped
 * @param warnings about labels
 */
record IdxSource(
        IdxFile training,
        Optional<IdxFile> trainingLabels,
        IdxFile validation,
        Optional<IdxFile> validationLabels,
        int examples,
        ImageAxes axes,
        boolean transpose,
        List<String> warnings)
        implements DataSource {

    private static final ValueRange BYTES = new ValueRange(0, 255);

    @Override
    public DataFacts facts() {
        IdxHeader train = training.header();
        if (train.dimensions().size() < 2) {
            throw new DataFormatException(training.name(), 3, "2 to 4 dimensions", train.toString());
        }
        IdxHeader valid = checkLike(validation);
        trainingLabels.ifPresent(file -> checkLabels(file, train.items()));
        validationLabels.ifPresent(file -> checkLabels(file, valid.items()));
        List<Integer> stored = axes.shape(train.itemShape(), training);
        boolean image = stored.size() == 3;
        List<Integer> shape = image && transpose ? List.of(stored.get(0), stored.get(2), stored.get(1)) : stored;
        boolean bytes = image && train.type() == IdxType.UBYTE;
        return new DataFacts(
                limited(train.items()), valid.items(), shape, bytes ? Optional.of(BYTES) : Optional.empty());
    }

    private int limited(int items) {
        return examples == 0 ? items : Math.min(examples, items);
    }

    private static void checkLabels(IdxFile file, int items) {
        IdxHeader header = file.header();
        if (header.dimensions().size() != 1
                || header.items() != items
                || !header.type().integral()) {
            throw new DataFormatException(
                    file.name(), 2, items + " whole numbers, one label for each item", header.toString());
        }
    }

    @Override
    public Dataset load() {
        DataFacts facts = facts();
        return new Dataset(
                split(training, trainingLabels, facts.trainingExamples()),
                split(validation, validationLabels, facts.validationExamples()));
    }

    @Override
    public Optional<Split> read(Path path) {
        IdxFile file = IdxFile.of(path);
        int items = checkLike(file).items();
        Optional<IdxFile> labels =
                new IdxFolder(path.resolveSibling("")).labels(path.getFileName().toString());
        labels.ifPresent(known -> checkLabels(known, items));
        return Optional.of(split(file, labels, items));
    }

    /** The header of another file, whose items must be like those of the training split. */
    private IdxHeader checkLike(IdxFile file) {
        IdxHeader own = training.header();
        IdxHeader other = file.header();
        if (own.type() != other.type() || !own.itemShape().equals(other.itemShape())) {
            throw new DataFormatException(
                    file.name(), 2, "items like those of " + training + ", " + own, other.toString());
        }
        return other;
    }

    private Split split(IdxFile file, Optional<IdxFile> labels, int items) {
        Rows read = file.rows(items);
        List<Integer> item = file.header().itemShape();
        List<Integer> shape = axes.shape(item, file);
        boolean swap = transpose && shape.size() == 3;
        int[] places = axes.places(item);
        return new Split(
                swap || axes.moves(item) ? read.reordered(swap ? swapped(places, shape) : places) : read,
                labels.map(known -> whole(known.rows(items))).orElseGet(() -> new int[0]));
    }

    /** Places of elements, of which columns become rows. */
    private static int[] swapped(int[] places, List<Integer> shape) {
        int height = shape.get(1);
        int width = shape.get(2);
        int[] swapped = new int[places.length];
        Arrays.setAll(swapped, i -> {
            int pixel = i % (height * width);
            return places[i - pixel + pixel % height * width + pixel / height];
        });
        return swapped;
    }

    @Override
    public List<Path> files() {
        return List.of(training.name(), validation.name());
    }

    @Override
    public String toString() {
        return training + " and " + validation;
    }

    private static int[] whole(Rows read) {
        int[] whole = new int[read.count()];
        new Split(read, new int[0]).forEach((n, row) -> whole[n] = (int) row[0]);
        return whole;
    }
}
