package dev.equipoise.model.prior;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Mixture;
import dev.equipoise.objective.Prior;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** p(z) = N(0, I): Kingma and Welling 2014. The default. */
@Documented
@Part(StandardNormalPrior.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface StandardNormalPrior {

    /** The prior. */
    record Standard(int latents) implements Prior {

        @Override
        public boolean standardNormal() {
            return true;
        }

        @Override
        public int components() {
            return 1;
        }

        @Override
        public Mixture mixture(Map<String, NDArray> learned, Encoder encoder, Constants constants) {
            NDArray zeros = constants.fixed(Collections.nCopies(latents, 0.0));
            return new Mixture(zeros, zeros, constants.fixed(List.of(0.0)));
        }
    }

    /** Makes the prior. */
    final class Factory implements PartFactory<StandardNormalPrior, Prior> {

        @Override
        public Prior create(StandardNormalPrior annotation, Facts facts) {
            return new Standard(facts.latents());
        }
    }
}
