package dev.equipoise.data.preprocessing;

import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Split;
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

/**
 * Makes one grey channel of red, green and blue: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601). A picture of the step undone
 * has the grey in all three channels.
 */
@Documented
@Part(Grey.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Grey {

    /** Position among the preprocessing steps, smallest first. */
    int order() default -15;

    /** The step, which is not fitted. */
    record Step(int order) implements Preprocessing {

        @Override
        public DataFacts transform(DataFacts facts) {
            Images.check(facts, "Grey");
            if (facts.shape().get(0) != 3) {
                throw new InvalidPartException("@Grey must be used with images of 3 channels, got "
                        + facts.shape().get(0));
            }
            return Images.resized(facts, 1, facts.shape().get(1), facts.shape().get(2));
        }

        @Override
        public FittedPreprocessing fit(Split training, DataFacts facts) {
            return new Fitted(facts.shape().get(1) * facts.shape().get(2));
        }

        @Override
        public Class<? extends FittedPreprocessing> fitted() {
            return Fitted.class;
        }
    }

    /**
     * The step for images of one size.
     *
     * @param pixels of an image
     */
    record Fitted(int pixels) implements FittedPreprocessing {

        @Override
        public float[] apply(float[] values) {
            return Images.map(values, 3 * pixels, pixels, (from, at, into, intoAt) -> {
                for (int i = 0; i < pixels; i++) {
                    into[intoAt + i] = (float)
                            (0.299 * from[at + i] + 0.587 * from[at + pixels + i] + 0.114 * from[at + 2 * pixels + i]);
                }
            });
        }

        @Override
        public float[] undo(float[] values) {
            return Images.map(values, pixels, 3 * pixels, (from, at, into, intoAt) -> {
                for (int c = 0; c < 3; c++) {
                    System.arraycopy(from, at, into, intoAt + c * pixels, pixels);
                }
            });
        }
    }

    /** Makes the part. */
    final class Factory implements PartFactory<Grey, Preprocessing> {

        public Factory() {}

        @Override
        public Preprocessing create(Grey annotation, Facts facts) {
            return new Step(annotation.order());
        }
    }
}
