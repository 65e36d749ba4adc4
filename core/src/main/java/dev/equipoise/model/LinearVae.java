package dev.equipoise.model;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** A linear encoder and a linear decoder: the model whose optimum is known in closed form (Lucas et al. 2019). */
@Documented
@Part(LinearVae.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface LinearVae {

    @Range(min = 1, max = 65536, unit = "latents")
    int latent() default 2;

    /** The architecture. */
    record Linear(int latent) implements Architecture {

        @Override
        public VaeLayers layers(DataFacts data) {
            return new VaeLayers(List.of(), List.of(new Dense(data.elements())), latent);
        }
    }

    /** Makes the architecture. */
    final class Factory implements PartFactory<LinearVae, Architecture> {

        @Override
        public Architecture create(LinearVae annotation, Facts facts) {
            return new Linear(annotation.latent());
        }
    }
}
