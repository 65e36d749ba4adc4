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
 */
public record DataFacts(
        int trainingExamples,
        int validationExamples,
        List<Integer> shape,
        Optional<ValueRange> range,
        boolean scaled,
        boolean gaps) {

    /** Facts of complete data. */
    public DataFacts(
            int trainingExamples,
            int validationExamples,
            List<Integer> shape,
            Optional<ValueRange> range,
            boolean scaled) {
        this(trainingExamples, validationExamples, shape, range, scaled, false);
    }

    /** Facts of values in units of their own, such as those of a table. */
    public DataFacts(int trainingExamples, int validationExamples, List<Integer> shape, Optional<ValueRange> range) {
        this(trainingExamples, validationExamples, shape, range, false);
    }

    public DataFacts {
        shape = List.copyOf(shape);
    }

    /** Whether a datum is an image. */
    public boolean image() {
        return shape.size() == 3;
    }

    /** Elements N of a datum. */
    public int elements() {
        return shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
    }

    /** The same examples in another shape. */
    public DataFacts withShape(List<Integer> newShape) {
        return new DataFacts(trainingExamples, validationExamples, newShape, range, scaled, gaps);
    }

    /** The same data with another range of values. */
    public DataFacts withRange(Optional<ValueRange> newRange) {
        return new DataFacts(trainingExamples, validationExamples, shape, newRange, scaled, gaps);
    }

    /** Other numbers of examples of the same kind. */
    public DataFacts withExamples(int training, int validation) {
        return new DataFacts(training, validation, shape, range, scaled, gaps);
    }

    /** The same data with or without missing values. */
    public DataFacts withGaps(boolean may) {
        return new DataFacts(trainingExamples, validationExamples, shape, range, scaled, may);
    }
}
