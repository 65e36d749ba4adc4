package dev.equipoise.schedules;

import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A constant learning rate; the default value is that of Kingma and Ba 2015. */
@Documented
@Part(ConstantLearningRate.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ConstantLearningRate {

    @Range(min = 0, minExcluded = true, max = 1e3, unit = "per step")
    double rate() default 1e-3;

    /** The rate. */
    record Rate(double rate) implements ScheduledRate {

        @Override
        public double at(long step) {
            return rate;
        }
    }

    /** Makes the rate. */
    final class Factory implements PartFactory<ConstantLearningRate, LearningRate<?>> {

        @Override
        public LearningRate<?> create(ConstantLearningRate annotation, Facts facts) {
            return new Rate(annotation.rate());
        }
    }
}
