package dev.equipoise.data;

import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Subtracts the mean and divides by the standard deviation (both means over the examples, not n - 1) of the training
 * split. A group whose standard deviation is below a millionth of its mean is only centred, because rounding makes a
 * constant vary that much. For numbers that are not floats, the limit is 1e-14 of the mean. Categories and counts of a
 * table, and columns of 0 and 1, stay as they are.
 */
@Documented
@Part(Standardize.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Standardize {

    /** Values that share one mean and one standard deviation. */
    Per per() default Per.AUTO;

    /** Position among the preprocessing steps, smallest first. */
    int order() default 1;

    /** Values that share one mean and one standard deviation. */
    enum Per {
        /** DATASET for images, FEATURE for tables. */
        AUTO,
        /** All values. */
        DATASET,
        /** The values of one channel of images. */
        CHANNEL,
        /** The values of one element: a column of a table, a pixel. */
        FEATURE;

        Per resolve(DataFacts facts) {
            return this != AUTO ? this : facts.image() ? DATASET : FEATURE;
        }

        /**
         * How many neighbouring elements are one group.
         *
         * @param part the key of the part with this attribute, for the error that channels of a table cause
         */
        public int groupSize(DataFacts facts, String part) {
            if (this == CHANNEL && !facts.image()) {
                throw new InvalidPartException("per must be DATASET or FEATURE for tables, got CHANNEL, and the data"
                        + " has the shape " + facts.shape() + "; set " + part + ".per");
            }
            return switch (resolve(facts)) {
                case DATASET -> facts.elements();
                case CHANNEL -> facts.elements() / facts.shape().get(0);
                default -> 1;
            };
        }
    }

    /** The step. */
    record Step(Per per, int order) implements Preprocessing {

        /** Standard deviation, as a share of the group's own mean, under which it is only centred. */
        private static final double NEGLIGIBLE = 1e-6;

        /** The same for numbers that are not rounded to floats: 50 times the last digit of a double. */
        private static final double NEGLIGIBLE_IF_EXACT = 1e-14;

        @Override
        public DataFacts transform(DataFacts facts) {
            per.groupSize(facts, "standardize");
            List<Column> columns = per.resolve(facts) == Per.FEATURE
                    ? facts.columns().stream().map(Column::standardized).toList()
                    : List.of();
            return facts.withRange(Optional.empty()).withColumns(columns);
        }

        @Override
        public boolean keepsGaps() {
            return true;
        }

        @Override
        public FittedPreprocessing fit(Split training, DataFacts facts) {
            Per resolved = per.resolve(facts);
            int elements = facts.elements();
            int groupSize = per.groupSize(facts, "standardize");
            Moments moments = Moments.of(training, groupSize);
            double[] deviations = moments.deviations();
            double largest = Arrays.stream(deviations).max().orElse(0);
            if (largest == 0) {
                throw new DataFormatException("standardized data must vary, got a training split of "
                        + training.examples() + " examples in which every "
                        + switch (resolved) {
                            case DATASET -> "value";
                            case CHANNEL -> "channel";
                            default -> "feature";
                        }
                        + " is constant");
            }
            boolean[] kept = kept(facts, resolved);
            double negligible = training.rows().exact() ? NEGLIGIBLE_IF_EXACT : NEGLIGIBLE;
            double[] scale = new double[elements];
            double[] shift = new double[elements];
            for (int i = 0; i < elements; i++) {
                double deviation = deviations[i / groupSize];
                double mean = moments.means()[i / groupSize];
                scale[i] = kept[i] || deviation <= negligible * Math.abs(mean) ? 1 : 1 / deviation;
                shift[i] = kept[i] ? 0 : -mean * scale[i];
            }
            return new AffinePreprocessing(scale, shift, resolved == Per.FEATURE && facts.image());
        }

        @Override
        public Optional<String> divisor(DataFacts facts) {
            return Optional.of("the variance of "
                    + switch (per.resolve(facts)) {
                        case DATASET -> "all values";
                        case CHANNEL -> "each channel";
                        default -> "each element";
                    });
        }

        /** Elements of categories, of counts and of columns of 0 and 1. */
        private static boolean[] kept(DataFacts facts, Per per) {
            boolean[] kept = new boolean[facts.elements()];
            int at = 0;
            for (Column column : per == Per.FEATURE ? facts.columns() : List.<Column>of()) {
                Arrays.fill(kept, at, at + column.width(), !column.number());
                at += column.width();
            }
            return kept;
        }
    }

    /** Makes the step; what AUTO means is settled where the data is known. */
    final class Factory implements PartFactory<Standardize, Preprocessing> {

        public Factory() {}

        @Override
        public Preprocessing create(Standardize annotation, Facts facts) {
            Per per = facts.knownData().map(annotation.per()::resolve).orElse(annotation.per());
            return new Step(per, annotation.order());
        }
    }
}
