package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The only source of constants in recorded code. An operation of an array with a Java number must not be used there: on
 * DJL's PyTorch engine the number's temporary array is freed before backward reads it, and gradients are corrupted
 * silently. Constants made here are arrays that outlive the step's backward.
 *
 * <p>{@link #fixed} values and the reducing vectors live as long as the run; {@link #moving} values until the step ends.
 */
public final class Constants {

    private final NDManager run;
    private final NDManager step;
    private final DataType type;
    private final Map<Double, NDArray> fixed;
    private final Map<Shape, NDArray> vectors;
    private final Map<List<Double>, NDArray> rows;
    private final Map<List<Double>, NDArray> circulants;

    /** The constants of a run, before its first step. {@code run} must stay open for as long as they are used. */
    public Constants(NDManager run, DataType type) {
        this(run, run, type, new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
    }

    private Constants(
            NDManager run,
            NDManager step,
            DataType type,
            Map<Double, NDArray> fixed,
            Map<Shape, NDArray> vectors,
            Map<List<Double>, NDArray> rows,
            Map<List<Double>, NDArray> circulants) {
        this.run = run;
        this.step = step;
        this.type = type;
        this.fixed = fixed;
        this.vectors = vectors;
        this.rows = rows;
        this.circulants = circulants;
    }

    /** The same constants with {@link #moving} values that live as long as {@code step}. */
    public Constants within(NDManager step) {
        return new Constants(run, step, type, fixed, vectors, rows, circulants);
    }

    /**
     * A number that is written in the code; shape (1, 1). The array is made once per run, so never pass a number that
     * changes.
     */
    public NDArray fixed(double value) {
        return fixed.computeIfAbsent(value, v -> outlivingTheStep(create(run, type, v)));
    }

    /** Numbers that never change, such as one of each element; shape (1, n). */
    public NDArray fixed(List<Double> values) {
        return rows.computeIfAbsent(
                List.copyOf(values),
                row -> outlivingTheStep(create(run, type, Doubles.toArray(row), new Shape(1, row.size()))));
    }

    /**
     * Numbers that never change, in n rows; shape (n, n). Each row after the first is the one above it, moved by one column
     * to the right, and begins with what was at its end.
     */
    public NDArray circulant(List<Double> firstRow) {
        return circulants.computeIfAbsent(List.copyOf(firstRow), row -> {
            int length = row.size();
            double[] values = new double[length * length];
            Arrays.setAll(values, i -> row.get(Math.floorMod(i % length - i / length, length)));
            return outlivingTheStep(create(run, type, values, new Shape(length, length)));
        });
    }

    /** A number that may differ at every step, such as a price; shape (1, 1). */
    public NDArray moving(double value) {
        return create(step, type, value);
    }

    /** A number of the type of {@code array} that lives as long as that array's manager; shape (1, 1). */
    public static NDArray beside(NDArray array, double value) {
        return create(array.getManager(), array.getDataType(), value);
    }

    /** Sums a (R, C) array over its columns to (R, 1), by a product with ones: MXNet's own sum is ten times slower. */
    public NDArray sumOverColumns(NDArray array) {
        long columns = array.getShape().get(1);
        return columns == 1 ? array : array.matMul(vector(new Shape(columns, 1), 1));
    }

    /** Averages a (R, C) array over its rows to (1, C). */
    public NDArray meanOverRows(NDArray array) {
        long rows = array.getShape().get(0);
        return rows == 1 ? array : vector(new Shape(1, rows), 1.0 / rows).matMul(array);
    }

    private NDArray vector(Shape shape, double value) {
        return vectors.computeIfAbsent(shape, s -> {
            try (NDArray ones = run.ones(s, type)) {
                return outlivingTheStep(ones.mul((Number) value));
            }
        });
    }

    private static NDArray outlivingTheStep(NDArray array) {
        NDScope.unregister(array);
        return array;
    }

    /** Numbers that are trained, so that an array of their own is needed. */
    static NDArray learned(NDManager manager, DataType type, double[] values, Shape shape) {
        return create(manager, type, values, shape);
    }

    private static NDArray create(NDManager manager, DataType type, double value) {
        return create(manager, type, new double[] {value}, new Shape(1, 1));
    }

    private static NDArray create(NDManager manager, DataType type, double[] values, Shape shape) {
        return type == DataType.FLOAT64
                ? manager.create(values, shape)
                : manager.create(Floats.toArray(Doubles.asList(values)), shape);
    }
}
