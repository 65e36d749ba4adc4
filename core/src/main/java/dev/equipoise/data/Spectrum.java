package dev.equipoise.data;

import java.util.Arrays;
import java.util.Comparator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** The eigenvalues of a split's covariance (over n, not n - 1), in about a second at most. */
public final class Spectrum {

    private static final int MAX_ELEMENTS = 1_024;

    /** Multiplications that the covariance may take: of larger splits, examples at equal distances stand for all. */
    private static final double WORK = 2.5e9;

    private Spectrum() {}

    /** Whether data of this many elements has few enough for its spectrum to be worth the time. */
    public static boolean affordable(int elements) {
        return elements <= MAX_ELEMENTS;
    }

    /** The eigenvalues, largest first, none negative; length N. */
    public static double[] of(Split split) {
        int elements = split.elements();
        DMatrixRMaj covariance = DMatrixRMaj.wrap(elements, elements, covariance(split));
        EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(elements, false, true);
        if (!decomposition.decompose(covariance)) {
            throw new IllegalStateException("the eigenvalues of the data's covariance did not converge");
        }
        double[] eigenvalues = new double[elements];
        for (int i = 0; i < elements; i++) {
            eigenvalues[i] = Math.max(0, decomposition.getEigenvalue(i).getReal());
        }
        return Arrays.stream(eigenvalues)
                .boxed()
                .sorted(Comparator.reverseOrder())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** Row by row, which is several times as fast as the library's product. */
    private static double[] covariance(Split split) {
        int elements = split.elements();
        int stride = (int) Math.ceil(split.examples() * (double) elements * elements / WORK);
        int examples = (split.examples() + stride - 1) / stride;
        double[] means = new double[elements];
        for (int n = 0; n < split.examples(); n += stride) {
            for (int i = 0; i < elements; i++) {
                means[i] += split.values()[n * elements + i] / (double) examples;
            }
        }
        double[] covariance = new double[elements * elements];
        double[] row = new double[elements];
        for (int n = 0; n < split.examples(); n += stride) {
            for (int i = 0; i < elements; i++) {
                row[i] = split.values()[n * elements + i] - means[i];
            }
            for (int i = 0; i < elements; i++) {
                double value = row[i] / examples;
                for (int j = 0; j <= i; j++) {
                    covariance[i * elements + j] += value * row[j];
                }
            }
        }
        for (int i = 0; i < elements; i++) {
            for (int j = 0; j < i; j++) {
                covariance[j * elements + i] = covariance[i * elements + j];
            }
        }
        return covariance;
    }
}
