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
     * The settings.
     *
     * @param draws latent samples of every example
     */
    @Role("evaluation")
    record Settings(int draws) {}

    /** Makes the settings. */
    final class Factory implements PartFactory<Evaluation, Settings> {

        @Override
        public Settings create(Evaluation annotation, Facts facts) {
            return new Settings(annotation.draws());
        }
    }
}
