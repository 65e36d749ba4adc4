package dev.equipoise.data;

import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table of Gaussian draws whose covariance (mean over the examples, not n - 1) has exactly the stated eigenvalues, to
 * float rounding, in the training and in the validation split: the data of the project's oracle. The draws depend on the
 * experiment's seed. The validation split has the larger of a fifth of the examples and four times the dimensions.
 */
@Documented
@Part(GaussianData.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface GaussianData {

    /** Eigenvalues of the covariance. */
    @Range(min = 0, minExcluded = true, unit = "variance")
    double[] eigenvalues() default {4, 2, 1, 0.5, 0.25};

    /** Features; 0 for as many as there are eigenvalues. In further directions the data is constant. */
    @Range(min = 0, max = 100_000, unit = "features")
    int dimensions() default 0;

    /** Examples of the training split: 7,680 are 30 whole batches of 256. */
    @Range(min = 2, unit = "examples")
    int examples() default 7_680;

    /**
     * Whether the directions of the eigenvalues are turned at random, so that elements depend on each other. If not, each
     * element has the variance of its eigenvalue, and elements are uncorrelated.
     */
    boolean rotate() default true;

    /** Probability that an element is observed; the others are missing. */
    @Range(min = 0, max = 1, minExcluded = true)
    double observed() default 1;

    /** Checks that data with these values can exist. */
    final class Factory implements PartFactory<GaussianData, DataSource> {

        public Factory() {}

        @Override
        public DataSource create(GaussianData annotation, Facts facts) {
            double[] eigenvalues = annotation.eigenvalues();
            int dimensions = annotation.dimensions() == 0 ? eigenvalues.length : annotation.dimensions();
            int examples = annotation.examples();
            List<String> problems = new ArrayList<>();
            if (eigenvalues.length == 0) {
                problems.add("eigenvalues must be at least one, got none");
            }
            if (!Arrays.stream(eigenvalues).allMatch(value -> value > 0 && Double.isFinite(value))) {
                problems.add("eigenvalues must be positive and finite, got " + Arrays.toString(eigenvalues)
                        + "; for directions without variance set gaussianData.dimensions");
            }
            if (dimensions < eigenvalues.length) {
                problems.add("dimensions must be at least the number of eigenvalues, " + eigenvalues.length + ", got "
                        + dimensions + "; 0 means that number");
            }
            if (examples <= dimensions) {
                problems.add("examples must be more than the dimensions, " + dimensions + ", got " + examples);
            }
            if ((long) examples * dimensions > Integer.MAX_VALUE - 8) {
                problems.add("examples times dimensions must be at most " + (Integer.MAX_VALUE - 8) + ", got "
                        + (long) examples * dimensions);
            }
            if (!problems.isEmpty()) {
                throw new InvalidPartException(problems);
            }
            return new GaussianSource(
                    Arrays.stream(eigenvalues).boxed().toList(),
                    dimensions,
                    examples,
                    annotation.rotate(),
                    annotation.observed(),
                    facts.seed());
        }
    }
}
