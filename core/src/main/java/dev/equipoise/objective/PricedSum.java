package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** The sum of all priced measures, each summed over latents and averaged over examples. The default objective. */
@Documented
@Part(PricedSum.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface PricedSum {

    /** The objective. */
    record Sum() implements Objective {

        @Override
        public NDArray loss(List<Objective.Priced> priced, Batch batch, VaeOutput output) {
            return priced.stream()
                    .filter(term -> term.price().weight() != 0)
                    .map(term -> term.value(batch))
                    .reduce(NDArray::add)
                    .orElseThrow(() -> new IllegalStateException("every price is 0: nothing to minimise"));
        }

        @Override
        public boolean sum() {
            return true;
        }
    }

    /** Makes the objective. */
    final class Factory implements PartFactory<PricedSum, Objective> {

        @Override
        public Objective create(PricedSum annotation, Facts facts) {
            return new Sum();
        }
    }
}
