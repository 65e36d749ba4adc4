package dev.equipoise.checkpoint;

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
 * When checkpoints are taken, in addition to those at the start, at each best validation and at the end. It also says
 * how many are kept, in addition to the best, the last good one and one for every six hours. Used by default, with
 * these values.
 */
@Documented
@Part(Checkpoint.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Checkpoint {

    /** Updates between two checkpoints; 0 for no checkpoints by updates. */
    @Range(min = 0, unit = "steps")
    long everySteps() default 0;

    /** Minutes between two checkpoints; 0 for no checkpoints by time. */
    @Range(min = 0, unit = "minutes")
    double everyMinutes() default 5;

    /** How many of the newest checkpoints are kept. */
    @Range(min = 1, max = 1000, unit = "checkpoints")
    int keep() default 3;

    /**
     * The number of failed checkpoints in a row after which the run fails with exit code 74; 0 for a run that never
     * gives up. The default is 0, because a full disk may be freed, and a run that gives up loses the training since
     * its last checkpoint.
     */
    @Range(min = 0, unit = "checkpoints")
    int maxConsecutiveFailures() default 0;

    /** The settings. */
    @Role("checkpointing")
    record Settings(long everySteps, double everyMinutes, int keep, int maxConsecutiveFailures) {}

    /** Makes the settings. */
    final class Factory implements PartFactory<Checkpoint, Settings> {

        @Override
        public Settings create(Checkpoint annotation, Facts facts) {
            return new Settings(
                    annotation.everySteps(),
                    annotation.everyMinutes(),
                    annotation.keep(),
                    annotation.maxConsecutiveFailures());
        }
    }
}
