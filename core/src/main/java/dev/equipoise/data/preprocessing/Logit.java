package dev.equipoise.data.preprocessing;

import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.part.ValueRange;
import dev.equipoise.text.Numbers;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;

/**
 * The logit of values from a declared range: ln(p / (1 - p)) of p = alpha + (1 - 2 alpha) x, where x is the value as a share
 * of the range (Dinh, Sohl-Dickstein and Bengio 2017, 4.1). Put {@link Dequantize} before it if the values are whole
 * numbers.
 */
@Documented
@Part(Logit.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Logit {

    /** How far the ends of the range stay away from 0 and 1. */
    @Range(min = 1e-9, max = 0.49, unit = "")
    double alpha() default 0.05;

    /** Position among the preprocessing steps, smallest first. */
    int order() default 10;

    /** The step, which is not fitted. */
    record Step(double alpha, int order) implements Preprocessing {

        @Override
        public DataFacts transform(DataFacts facts) {
            Ranges.declared(facts, "Logit");
            double largest = Fitted.logit(1 - alpha);
            // As floats, values at the ends may be the next ones.
            return facts.withRange(
                    Optional.of(new ValueRange(-Math.nextUp((float) largest), Math.nextUp((float) largest))));
        }

        @Override
        public FittedPreprocessing fit(Split training, DataFacts facts) {
            ValueRange range = Ranges.declared(facts, "Logit");
            return new Fitted(range.min(), range.max(), alpha);
        }

        /** The slope is least in the middle of the range, 4·(1 − 2·alpha)/range. */
        @Override
        public Optional<String> divisor(DataFacts facts) {
            ValueRange range = Ranges.declared(facts, "Logit");
            double width = (range.max() - range.min()) / (4 - 8 * alpha);
            return Optional.of(
                    Numbers.significant(width * width) + " in the middle of the range, less towards its ends");
        }

        @Override
        public Class<? extends FittedPreprocessing> fitted() {
            return Fitted.class;
        }
    }

    /**
     * The step for data of one range.
     *
     * @param least of the range
     * @param largest of the range
     */
    record Fitted(double least, double largest, double alpha) implements FittedPreprocessing {

        @Override
        public float[] apply(float[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) logit(share(values[i]));
            }
            return values;
        }

        @Override
        public double[] apply(double[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] = logit(share(values[i]));
            }
            return values;
        }

        private static double logit(double p) {
            return Math.log(p) - Math.log1p(-p);
        }

        private double share(double value) {
            return alpha + (1 - 2 * alpha) * (value - least) / (largest - least);
        }

        @Override
        public float[] undo(float[] values) {
            for (int i = 0; i < values.length; i++) {
                double share = 1 / (1 + Math.exp(-values[i]));
                values[i] = (float) (least + (share - alpha) / (1 - 2 * alpha) * (largest - least));
            }
            return values;
        }

        /** For p = 1/(1 + exp(−y)): ln((1 − 2·alpha)/(largest − least)) − ln p − ln(1 − p). */
        @Override
        public Optional<double[]> logSlopes(float[] row) {
            double constant = Math.log((1 - 2 * alpha) / (largest - least));
            double[] logSlopes = new double[row.length];
            for (int i = 0; i < row.length; i++) {
                double size = Math.abs((double) row[i]);
                logSlopes[i] = constant + size + 2 * Math.log1p(Math.exp(-size));
            }
            return Optional.of(logSlopes);
        }
    }

    /** Makes the part. */
    final class Factory implements PartFactory<Logit, Preprocessing> {

        public Factory() {}

        @Override
        public Preprocessing create(Logit annotation, Facts facts) {
            return new Step(annotation.alpha(), annotation.order());
        }
    }
}
