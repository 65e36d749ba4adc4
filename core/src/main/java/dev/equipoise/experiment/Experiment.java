package dev.equipoise.experiment;

import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Makes a class an experiment. Every role without a part annotation takes a documented default. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Experiment {

    /** The name, matching {@code [a-z0-9][a-z0-9._-]{0,63}}: it becomes a directory and a label. */
    String name();

    @Range(min = 1, max = 1_000_000, unit = "epochs")
    int epochs() default 20;

    /**
     * Epochs over which the schedules of the balance and of the learning rate extend; 0 for all epochs. With it, a
     * run that continues for more epochs than planned keeps its schedules.
     */
    @Range(min = 0, max = 1_000_000, unit = "epochs")
    int scheduleEpochs() default 0;

    @Range(min = 1, max = 1_000_000, unit = "examples")
    int batchSize() default 128;

    /** Seed of the initial weights, the order of the data and the noise. */
    long seed() default 0;
}
