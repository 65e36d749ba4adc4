package dev.equipoise.part;

import java.util.List;
import java.util.Optional;

/**
 * Facts from a source's headers, known before its values are read.
 *
 * @param trainingExamples examples of the training split
 * @param validationExamples examples of the validation split
 * @param shape of one datum: (channels, height, width) of an image, (features) of a table
 * @param range the values' declared range; empty if none is declared
 * @param scaled whether the values' scale is meant, so that no default preprocessing may change it
 * @param gaps whether values may be missing, which are NaN in rows
 * @param columns of a table whose columns have names; empty otherwise
 * @param given what encoder and decoder get beside the data, and do not reconstruct; empty for most models
 */
public record DataFacts(
        int trainingExamples,
        int validationExamples,
        List<Integer> shape,
        Optional<ValueRange> range,
        boolean scaled,
        boolean gaps,
        List<Column> columns,
        List<Column> given) {

    /** Facts of complete data. */
    public DataFacts(
            int trainingExamples,
            int validationExamples,
            List<Integer> shape,
            Optional<ValueRange> range,
            boolean scaled) {
        this(trainingExamples, validationExamples, shape, range, scaled, false, List.of(), List.of());
    }

    /** Facts of values in units of their own, such as those of a table. */
    public DataFacts(int trainingExamples, int validationExamples, List<Integer> shape, Optional<ValueRange> range) {
        this(trainingExamples, validationExamples, shape, range, false);
    }

    public DataFacts {
        shape = List.copyOf(shape);
        columns = List.copyOf(columns);
        given = List.copyOf(given);
    }

    /** Whether a datum is an image. */
    public boolean image() {
        return shape.size() == 3;
    }

    /** Elements N of a datum. */
    public int elements() {
        return shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
    }

    /** The name of an element in messages: "colour (red)", or its number from 0 on if its column has no name. */
    public String nameOf(int element) {
        int at = 0;
        for (Column column : columns) {
            if (element < at + column.width()) {
                return column.name()
                        + (column.categories().isEmpty()
                                ? ""
                                : " (" + column.categories().get(element - at) + ")");
            }
            at += column.width();
        }
        return String.valueOf(element);
    }

    /** The same examples in another shape, which has no columns of the table. */
    public DataFacts withShape(List<Integer> newShape) {
        return new DataFacts(trainingExamples, validationExamples, newShape, range, scaled, gaps, List.of(), given);
    }

    /** The same data with another range of values. */
    public DataFacts withRange(Optional<ValueRange> newRange) {
        return new DataFacts(trainingExamples, validationExamples, shape, newRange, scaled, gaps, columns, given);
    }

    /** Other numbers of examples of the same kind. */
    public DataFacts withExamples(int training, int validation) {
        return new DataFacts(training, validation, shape, range, scaled, gaps, columns, given);
    }

    /**
     * A table of these columns.
     *
     * @throws IllegalArgumentException if they do not fill a datum
     */
    public DataFacts withColumns(List<Column> named) {
        if (!named.isEmpty() && (shape.size() != 1 || Column.width(named) != elements())) {
            throw new IllegalArgumentException("columns must fill a datum of shape " + shape + ", got "
                    + Column.width(named) + " elements in " + named.size() + " columns");
        }
        return new DataFacts(trainingExamples, validationExamples, shape, range, scaled, gaps, named, given);
    }

    /** The same data beside what encoder and decoder are given. */
    public DataFacts withGiven(List<Column> conditions) {
        return new DataFacts(trainingExamples, validationExamples, shape, range, scaled, gaps, columns, conditions);
    }

    /** The same data with or without missing values. */
    public DataFacts withGaps(boolean may) {
        return new DataFacts(trainingExamples, validationExamples, shape, range, scaled, may, columns, given);
    }
}
