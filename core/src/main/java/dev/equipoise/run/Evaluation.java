package dev.equipoise.run;

import dev.equipoise.data.Dataset;
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

/** How whole splits are evaluated. */
@Documented
@Part(Evaluation.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Evaluation {

    /**
     * Latent samples per example, over which the reconstruction is averaged. Their noise is the same at every
     * evaluation.
     */
    @Range(min = 1, max = 10_000, unit = "draws")
    int draws() default 1;

    /**
     * Examples of each split that are evaluated, a sample that is the same at every evaluation; 0 for all. For data of
     * which the whole takes too long.
     */
    @Range(min = 0, max = 1_000_000_000, unit = "examples")
    int examples() default 0;

    /**
     * The settings.
     *
     * @param draws latent samples of every example
     * @param examples of each split; 0 for all
     */
    @Role("evaluation")
    record Settings(int draws, int examples) {

        /** The examples that are evaluated. */
        public Dataset sampled(Dataset data) {
            return examples == 0 ? data : data.map(split -> split.sampled(examples, 0));
        }
    }

    /** Makes the settings. */
    final class Factory implements PartFactory<Evaluation, Settings> {

        @Override
        public Settings create(Evaluation annotation, Facts facts) {
            return new Settings(annotation.draws(), annotation.examples());
        }
    }
}
