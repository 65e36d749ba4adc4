package dev.equipoise.data;

import dev.equipoise.part.DataFacts;
import dev.equipoise.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Draws centred, whitened by their own covariance, scaled by the eigenvalues' roots and rotated, in double.
 *
 * @param observed probability that an element is not missing
 */
record GaussianSource(
        List<Double> eigenvalues, int dimensions, int examples, boolean rotate, double observed, long seed)
        implements DataSource {

    private static final int ROTATION = 0;
    private static final int TRAINING = 1;
    private static final int VALIDATION = 2;

    @Override
    public DataFacts facts() {
        return new DataFacts(
                        examples, Math.max(examples / 5, 4 * dimensions), List.of(dimensions), Optional.empty(), true)
                .withGaps(observed < 1);
    }

    @Override
    public Dataset load() {
        double[][] axes = axes();
        return new Dataset(split(axes, TRAINING, examples), split(axes, VALIDATION, facts().validationExamples()));
    }

    private double[][] axes() {
        if (rotate) {
            double[][] axes = draws(ROTATION, dimensions);
            orthonormalize(axes);
            return axes;
        }
        double[][] axes = new double[eigenvalues.size()][dimensions];
        for (int k = 0; k < axes.length; k++) {
            axes[k][k] = 1;
        }
        return axes;
    }

    private Split split(double[][] axes, int kind, int count) {
        double[][] columns = draws(kind, count);
        for (double[] column : columns) {
            center(column);
        }
        orthonormalize(columns);
        float[] values = new float[count * dimensions];
        double[] datum = new double[dimensions];
        for (int n = 0; n < count; n++) {
            Arrays.fill(datum, 0);
            for (int k = 0; k < columns.length; k++) {
                double coordinate = Math.sqrt(eigenvalues.get(k) * count) * columns[k][n];
                for (int d = 0; d < dimensions; d++) {
                    datum[d] += coordinate * axes[k][d];
                }
            }
            for (int d = 0; d < dimensions; d++) {
                values[n * dimensions + d] = (float) datum[d];
            }
        }
        if (observed < 1) {
            for (int i = 0; i < values.length; i++) {
                boolean lost = CounterRandom.uniform(seed, CounterRandom.Stream.MISSING, kind, i) >= observed;
                values[i] = lost ? Float.NaN : values[i];
            }
        }
        return new Split(values, dimensions, new int[0]);
    }

    /** One column of standard normal draws for each eigenvalue. */
    private double[][] draws(int kind, int length) {
        double[][] columns = new double[eigenvalues.size()][length];
        for (int k = 0; k < columns.length; k++) {
            CounterRandom.gaussian(columns[k], seed, CounterRandom.Stream.DATA, 3L * k + kind);
        }
        return columns;
    }

    private static void center(double[] column) {
        double sum = 0;
        for (double value : column) {
            sum += value;
        }
        for (int i = 0; i < column.length; i++) {
            column[i] -= sum / column.length;
        }
    }

    /**
     * Gram-Schmidt, which whitens by the Cholesky factor of the columns' Gram matrix; twice, which makes the columns
     * orthogonal to rounding (Giraud, Langou and Rozloznik 2005).
     */
    private static void orthonormalize(double[][] columns) {
        for (int k = 0; k < columns.length; k++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < k; j++) {
                    add(columns[k], -dot(columns[k], columns[j]), columns[j]);
                }
                double length = Math.sqrt(dot(columns[k], columns[k]));
                for (int i = 0; i < columns[k].length; i++) {
                    columns[k][i] /= length;
                }
            }
        }
    }

    private static void add(double[] to, double factor, double[] column) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * column[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
