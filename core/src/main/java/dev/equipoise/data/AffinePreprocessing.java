package dev.equipoise.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One affine map for each element, {@code scale * value + shift}, computed in double.
 *
 * @param scale one for each element of a datum, none zero
 * @param shift one for each element of a datum
 * @param warnsOfLargest whether {@link #warnings} reports the validation split's largest absolute value
 */
public record AffinePreprocessing(double[] scale, double[] shift, boolean warnsOfLargest)
        implements FittedPreprocessing {

    public AffinePreprocessing {
        if (scale.length == 0 || scale.length != shift.length) {
            throw new IllegalArgumentException(
                    "an affine step must have one shift for each scale, got " + shift.length + " for " + scale.length);
        }
        for (double factor : scale) {
            if (factor == 0 || !Double.isFinite(factor)) {
                throw new IllegalArgumentException("an affine step's scale must be finite and not 0, got " + factor);
            }
        }
    }

    @Override
    public float[] apply(float[] values) {
        for (int i = 0, element = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * scale[element] + shift[element]);
            element = element + 1 == scale.length ? 0 : element + 1;
        }
        return values;
    }

    @Override
    public double[] apply(double[] values) {
        for (int i = 0; i < values.length; i++) {
            int element = i % scale.length;
            values[i] = values[i] * scale[element] + shift[element];
        }
        return values;
    }

    @Override
    public float[] undo(float[] values) {
        for (int i = 0, element = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] - shift[element]) / scale[element]);
            element = element + 1 == scale.length ? 0 : element + 1;
        }
        return values;
    }

    @Override
    public Optional<double[]> slopes() {
        return Optional.of(scale.clone());
    }

    @Override
    public List<String> warnings(Split validation) {
        if (!warnsOfLargest) {
            return List.of();
        }
        Largest largest = new Largest();
        validation.forEach(largest::look);
        return List.of(String.format(
                Locale.ROOT,
                "standardizing each pixel magnifies those that hardly vary in training: the largest validation |z| is"
                        + " %.1f (example %d, element %d); standardizing all pixels together does not",
                largest.size,
                largest.example,
                largest.element));
    }

    /** The largest absolute value so far, and its place. */
    private static final class Largest {

        private float size;
        private int example;
        private int element;

        void look(int row, float[] values) {
            for (int i = 0; i < values.length; i++) {
                if (Math.abs(values[i]) > size) {
                    size = Math.abs(values[i]);
                    example = row;
                    element = i;
                }
            }
        }
    }
}
