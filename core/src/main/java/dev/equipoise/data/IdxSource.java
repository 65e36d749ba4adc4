package dev.equipoise.data;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.ValueRange;
import java.util.List;
import java.util.Optional;

/**
 * Two splits in IDX files: items of one dimension are rows of a table, of two grey images (height, width), of three
 * images (channels, height, width).
 *
 * @param training images or rows
 * @param trainingLabels one for each item
 * @param validation of the same type and shape
 * @param validationLabels one for each item
 * @param examples of the training split that are used, from the first; 0 for all
 */
record IdxSource(
        IdxFile training,
        Optional<IdxFile> trainingLabels,
        IdxFile validation,
        Optional<IdxFile> validationLabels,
        int examples)
        implements DataSource {

    private static final ValueRange BYTES = new ValueRange(0, 255);

    @Override
    public DataFacts facts() {
        IdxHeader train = training.header();
        IdxHeader valid = validation.header();
        if (train.dimensions().size() < 2) {
            throw new DataFormatException(training.name(), 3, "2 to 4 dimensions", train.toString());
        }
        if (train.type() != valid.type() || !train.itemShape().equals(valid.itemShape())) {
            throw new DataFormatException(
                    validation.name(), 2, "items like those of " + training + ", " + train, valid.toString());
        }
        trainingLabels.ifPresent(file -> checkLabels(file, train.items()));
        validationLabels.ifPresent(file -> checkLabels(file, valid.items()));
        List<Integer> shape = train.itemShape();
        if (shape.size() == 2) {
            shape = List.of(1, shape.get(0), shape.get(1));
        }
        boolean bytes = shape.size() == 3 && train.type() == IdxType.UBYTE;
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
                split(training, trainingLabels, facts.trainingExamples(), facts.elements()),
                split(validation, validationLabels, facts.validationExamples(), facts.elements()));
    }

    private static Split split(IdxFile values, Optional<IdxFile> labels, int items, int elements) {
        return new Split(
                values.read(items),
                elements,
                labels.map(file -> whole(file.read(items))).orElseGet(() -> new int[0]));
    }

    private static int[] whole(float[] values) {
        int[] whole = new int[values.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (int) values[i];
        }
        return whole;
    }
}
