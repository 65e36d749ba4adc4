package dev.equipoise.run;

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
 * Reads how far the encoder is from the best one for the present decoder, and the model from the linear optimum: {@link
 * StepFinished.Frontier}. Each reading takes a pass for either term on the step's batch.
 */
@Documented
@Part(FrontierReadings.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface FrontierReadings {

    /** Steps from one reading to the next. */
    @Range(min = 1, max = 1_000_000_000, unit = "steps")
    int every() default 1;

    /**
     * The settings.
     *
     * @param every so many steps
     */
    @Role(value = "frontier readings", optional = true)
    record Settings(int every) {}

    /** Makes the settings. */
    final class Factory implements PartFactory<FrontierReadings, Settings> {

        @Override
        public Settings create(FrontierReadings annotation, Facts facts) {
            return new Settings(annotation.every());
        }
    }
}
