package dev.equipoise.plan;

import dev.equipoise.data.Split;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;

/**
 * The directions in which a few examples differ from the means, which are those in which all examples vary most: the range
 * finder of Halko, Martinsson and Tropp 2011, 4.1, with examples for random combinations of examples.
 */
final class Span {

    private final double[] means;
    private final int directions;

    /** Orthonormal columns: (N, directions), row by row. */
    private final double[] basis;

    Span(Split examples, double[] means) {
        this.means = means;
        this.directions = examples.examples();
        this.basis = basis(examples);
    }

    private double[] basis(Split examples) {
        DMatrixRMaj columns = new DMatrixRMaj(means.length, directions);
        examples.forEach((n, row) -> {
            for (int i = 0; i < means.length; i++) {
                columns.set(i, n, deviation(row[i], means[i]));
            }
        });
        QRDecomposition<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.qr(means.length, directions);
        decomposition.decompose(columns);
        return decomposition.getQ(null, true).getData();
    }

    /** A missing value counts as the mean. */
    private static double deviation(float value, double mean) {
        return Float.isNaN(value) ? 0 : value - mean;
    }

    /** The coordinates of other examples, less the means. */
    Split projected(Split split) {
        float[] values = new float[split.examples() * directions];
        double[] coordinates = new double[directions];
        split.forEach((n, row) -> {
            Arrays.fill(coordinates, 0);
            for (int i = 0; i < means.length; i++) {
                double deviation = deviation(row[i], means[i]);
                for (int j = 0; j < directions; j++) {
                    coordinates[j] += deviation * basis[i * directions + j];
                }
            }
            for (int j = 0; j < directions; j++) {
                values[n * directions + j] = (float) coordinates[j];
            }
        });
        return new Split(values, directions, new int[0]);
    }
}
