package dev.equipoise.optimizer;

import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.part.Role;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Keeps an average of the model's weights over the updates, in which each update counts {@link #decay} times as much as
 * the next (Polyak and Juditsky 1992; in this form Kingma and Ba 2015, section 7.2). Their bias correction divides by
 * 1 − decay^t after t updates, so the initial weights never count. Evaluations and the trained model use the average;
 * training uses the plain weights. The running statistics of batch normalization are averaged in the same way, because
 * they belong to the weights whose outputs they describe. Critics are not averaged.
 */
@Documented
@Part(ExponentialMovingAverage.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ExponentialMovingAverage {

    /** How much the average keeps of itself at each update; it spans about 1/(1 − decay) updates. */
    @Range(min = 0, max = 0.999999, unit = "per step")
    double decay() default 0.999;

    /**
     * The settings.
     *
     * @param decay how much the average keeps of itself at each update, from 0 to below 1
     */
    @Role(value = "weight averaging", optional = true)
    record Settings(double decay) {

        /**
         * The share s of the new weights w in the next average, a + s·(w − a): (1 − decay)/(1 − decay^updates), which is 1
         * at the first update.
         *
         * @param updates made, the one that gave the new weights included; at least 1
         */
        public double share(long updates) {
            return (1 - decay) / -Math.expm1(updates * Math.log(decay));
        }
    }

    /** Makes the settings. */
    final class Factory implements PartFactory<ExponentialMovingAverage, Settings> {

        @Override
        public Settings create(ExponentialMovingAverage annotation, Facts facts) {
            return new Settings(annotation.decay());
        }
    }
}
