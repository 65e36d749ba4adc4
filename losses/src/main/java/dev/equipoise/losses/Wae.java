package dev.equipoise.losses;

import dev.equipoise.objective.LossTerm;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * lambda times the squared maximum mean discrepancy of the aggregate posterior from the prior: the regularizer of WAE-MMD,
 * Tolstikhin et al. 2018, algorithm 2. The paper has no KL and a deterministic encoder, which a beta of 0 comes near to:
 * variances then shrink until they cost the reconstruction nothing.
 */
@Documented
@Part(Wae.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Wae {

    /** Price of the discrepancy, which is between 0 and twice the kernel of a point with itself. */
    @Range(min = 0, max = 1e9, unit = "loss per squared discrepancy")
    double lambda() default 10;

    /** How alike two latents are. */
    Kernel kernel() default Kernel.INVERSE_MULTIQUADRATIC;

    /** Refuses batches without pairs. */
    final class Factory implements PartFactory<Wae, LossTerm> {

        @Override
        public LossTerm create(Wae annotation, Facts facts) {
            List<String> problems = new ArrayList<>(Pairs.problems(facts, "the discrepancy is one of pairs"));
            if (!problems.isEmpty()) {
                throw new InvalidPartException(problems);
            }
            return new Discrepancy("wae", annotation.lambda(), annotation.kernel());
        }
    }
}
