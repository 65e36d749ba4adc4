package dev.equipoise.plan;

import dev.equipoise.data.Split;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.DoubleStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The eigenvalues of a split's covariance (over n, not n - 1), in about a second. For splits that would take longer,
 * a random sample of the examples is used. Data of more than 1,024 elements are projected to the {@link Span} of up to
 * 256 other random examples. Eigenvalues there are never above the true ones, and the remaining variance, whose sum is
 * known, is spread evenly. No spectrum of these data is less favourable, so the rates and errors that follow are upper
 * bounds.
 */
public final class Spectrum {

    private static final int MAX_EXACT = 1_024;

    /** Multiplications that a covariance may take. */
    private static final double WORK = 2.5e9;

    /** Multiplications that a projection may take; the rest of it takes about as long again. */
    private static final double PROJECTION_WORK = 1.25e9;

    private static final int MAX_DIRECTIONS = 256;

    /** Examples for each direction, so that a chosen few do not look as if they varied in fewer directions than all. */
    private static final int EXAMPLES_PER_DIRECTION = 8;

    private Spectrum() {}

    /** The eigenvalues, largest first, none negative; length N. */
    public static double[] of(Split split) {
        return split.elements() <= MAX_EXACT ? exact(split) : within(split);
    }

    private static double[] exact(Split split) {
        int elements = split.elements();
        Split some = split.sampled((int) Math.min(WORK / elements / elements, Integer.MAX_VALUE), 0);
        DMatrixRMaj covariance = DMatrixRMaj.wrap(elements, elements, some.covariance());
        EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(elements, false, true);
        if (!decomposition.decompose(covariance)) {
            throw new IllegalStateException("the eigenvalues of the data's covariance did not converge");
        }
        double[] eigenvalues = new double[elements];
        for (int i = 0; i < elements; i++) {
            eigenvalues[i] = Math.max(0, decomposition.getEigenvalue(i).getReal());
        }
        return sorted(DoubleStream.of(eigenvalues));
    }

    private static double[] within(Split split) {
        int elements = split.elements();
        int directions = (int) Math.min(MAX_DIRECTIONS, Math.sqrt(PROJECTION_WORK / EXAMPLES_PER_DIRECTION / elements));
        Split some = split.sampled((int) (PROJECTION_WORK / elements / directions), 0);
        double[] means = some.means();
        Split spanning = split.sampled(directions, 1);
        double[] inside = exact(new Span(spanning, means).projected(some));
        double outside = variance(some, means) - Arrays.stream(inside).sum();
        int others = elements - inside.length;
        return sorted(DoubleStream.concat(
                Arrays.stream(inside),
                DoubleStream.generate(() -> Math.max(0, outside / others)).limit(others)));
    }

    private static double[] sorted(DoubleStream values) {
        return values.boxed()
                .sorted(Comparator.reverseOrder())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static double variance(Split split, double[] means) {
        return Arrays.stream(split.squaredDistances(means)).average().orElseThrow();
    }
}
