package dev.equipoise.data.preprocessing;

import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Principal components of a training split, the one with the largest variance first.
 *
 * @param means of the elements
 * @param variances one for each component, none negative
 * @param axes one row of N for each component; orthonormal
 */
record Components(double[] means, double[] variances, double[] axes) {

    /** Elements of which the components take about a minute. */
    private static final int MOST = 4_096;

    /** Multiplications that a covariance may take; of a larger split a sample is used. */
    private static final double WORK = 2e10;

    /** A variance below this share of the largest is rounding. */
    private static final double NEGLIGIBLE = 1e-10;

    static void check(DataFacts facts, String step) {
        if (facts.elements() > MOST) {
            throw new InvalidPartException("@" + step + " must be used with data of at most " + MOST + " elements, got "
                    + facts.elements() + "; resize or crop the images before it");
        }
    }

    static Components of(Split training) {
        int elements = training.elements();
        int examples = (int) Math.min(WORK / elements / elements, Integer.MAX_VALUE);
        Split some = training.sampled(examples, 0);
        EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(elements, true, true);
        if (!decomposition.decompose(DMatrixRMaj.wrap(elements, elements, some.covariance()))) {
            throw new IllegalStateException("the eigenvalues of the data's covariance did not converge");
        }
        int[] sorted = IntStream.range(0, elements)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        i -> -decomposition.getEigenvalue(i).getReal()))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] variances = new double[elements];
        double[] axes = new double[elements * elements];
        for (int k = 0; k < elements; k++) {
            double variance = decomposition.getEigenvalue(sorted[k]).getReal();
            variances[k] = variance > NEGLIGIBLE * Math.max(variances[0], 0) ? variance : 0;
            double[] axis = decomposition.getEigenVector(sorted[k]).getData();
            System.arraycopy(axis, 0, axes, k * elements, elements);
        }
        return new Components(some.means(), variances, axes);
    }
}
