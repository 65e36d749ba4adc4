package dev.equipoise.data.preprocessing;

import com.google.common.primitives.Doubles;
import dev.equipoise.data.AffinePreprocessing;
import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.text.Numbers;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Subtracts a fixed mean and divides by a fixed standard deviation, such as those that another model was trained with.
 * Nothing is fitted to the data.
 */
@Documented
@Part(Normalize.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Normalize {

    /** One mean for all elements, for each channel of an image, or for each element; as the data. */
    @Range(min = -1e30, max = 1e30, unit = "as the data")
    double[] mean();

    /** One standard deviation for each mean. */
    @Range(min = 1e-30, max = 1e30, unit = "as the data")
    double[] deviation();

    /** Position among the preprocessing steps, smallest first. */
    int order() default 1;

    /** The step, which is not fitted. */
    record Step(int order, List<Double> mean, List<Double> deviation) implements Preprocessing {

        public Step {
            mean = List.copyOf(mean);
            deviation = List.copyOf(deviation);
        }

        @Override
        public DataFacts transform(DataFacts facts) {
            group(facts);
            return facts.withRange(Optional.empty()).withColumns(List.of());
        }

        @Override
        public boolean keepsGaps() {
            return true;
        }

        @Override
        public FittedPreprocessing fit(Split training, DataFacts facts) {
            int group = group(facts);
            double[] scales = new double[facts.elements()];
            double[] shifts = new double[facts.elements()];
            for (int i = 0; i < scales.length; i++) {
                scales[i] = 1 / deviation.get(i / group);
                shifts[i] = -mean.get(i / group) * scales[i];
            }
            return new AffinePreprocessing(scales, shifts, false);
        }

        @Override
        public Optional<String> divisor(DataFacts facts) {
            return Optional.of(deviation.stream()
                    .map(value -> Numbers.significant(value * value))
                    .distinct()
                    .collect(Collectors.joining(", ")));
        }

        /** Neighbouring elements that share a mean. */
        private int group(DataFacts facts) {
            int channels = facts.image() ? facts.shape().get(0) : facts.elements();
            if (mean.size() != deviation.size()
                    || (mean.size() != 1 && mean.size() != channels && mean.size() != facts.elements())) {
                throw new InvalidPartException("mean and deviation must have 1 value each"
                        + (facts.image() ? ", " + channels + " (one for each channel)" : "") + " or "
                        + facts.elements() + " (one for each element), got " + mean.size() + " and "
                        + deviation.size() + "; set normalize.mean and normalize.deviation");
            }
            return facts.elements() / mean.size();
        }
    }

    /** Makes the part. */
    final class Factory implements PartFactory<Normalize, Preprocessing> {

        public Factory() {}

        @Override
        public Preprocessing create(Normalize annotation, Facts facts) {
            return new Step(
                    annotation.order(), Doubles.asList(annotation.mean()), Doubles.asList(annotation.deviation()));
        }
    }
}
