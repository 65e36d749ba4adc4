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
 * (alpha + lambda − 1) times the squared maximum mean discrepancy of the aggregate posterior from the prior: the second
 * regularizer of InfoVAE, Zhao et al. 2019, eq. 6. The first is (1 − alpha)·KL, so the balancing strategy states 1 − alpha
 * as the weight of KL: a beta of 1 − alpha beside a likelihood in nats.
 */
@Documented
@Part(InfoVae.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface InfoVae {

    /** What the paper takes off the weight of KL. It is part of the weight here; the other part is up to beta. */
    @Range(min = -1e9, max = 1)
    double alpha() default 0;

    /** The paper's weight; alpha + lambda is at least 1. */
    @Range(min = 0, max = 1e9, unit = "loss per squared discrepancy")
    double lambda() default 1000;

    /** How alike two latents are. */
    Kernel kernel() default Kernel.INVERSE_MULTIQUADRATIC;

    /** Refuses batches without pairs. */
    final class Factory implements PartFactory<InfoVae, LossTerm> {

        @Override
        public LossTerm create(InfoVae annotation, Facts facts) {
            List<String> problems = new ArrayList<>(Pairs.problems(facts, "the discrepancy is one of pairs"));
            double weight = annotation.alpha() + annotation.lambda() - 1;
            if (weight < 0) {
                problems.add("alpha + lambda must be at least 1, got " + annotation.alpha() + " and "
                        + annotation.lambda() + ": the discrepancy would have a negative weight");
            }
            if (!problems.isEmpty()) {
                throw new InvalidPartException(problems);
            }
            return new Discrepancy("infoVae", weight, annotation.kernel());
        }
    }
}
