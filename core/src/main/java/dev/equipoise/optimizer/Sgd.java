package dev.equipoise.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent with momentum (Polyak 1964) or Nesterov's momentum (Sutskever et al. 2013). As in PyTorch,
 * v ← momentum·v + g. The parameter decreases by learningRate·v, or with {@link #nesterov} by learningRate·(g + momentum·v).
 * Gradients are first clipped by the global norm (Pascanu et al. 2013).
 */
@Documented
@Part(Sgd.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Sgd {

    /** The share of the last step's direction that is kept; 0 for plain gradient descent. */
    @Range(min = 0, max = 0.999999)
    double momentum() default 0.9;

    /** Whether to use Nesterov's momentum. */
    boolean nesterov() default false;

    /** Gradients longer than this are scaled down to it; infinite for no clipping. */
    @Range(min = 0, minExcluded = true, unit = "loss per unit of parameter")
    double clipNorm() default Double.POSITIVE_INFINITY;

    /** Makes the optimizer. */
    final class Factory implements PartFactory<Sgd, Optimizer> {

        @Override
        public Optimizer create(Sgd annotation, Facts facts) {
            if (annotation.nesterov() && annotation.momentum() == 0) {
                throw new InvalidPartException(
                        List.of("nesterov must be false without momentum, got true; set sgd.momentum"
                                + " above 0, such as 0.9"));
            }
            return new Settings(annotation.momentum(), annotation.nesterov(), annotation.clipNorm());
        }
    }

    /**
     * The constants of the descent.
     *
     * @param momentum the share of the last step's direction that is kept
     * @param nesterov whether to use Nesterov's momentum
     * @param clipNorm gradients longer than this are scaled down to it; infinite for no clipping
     */
    record Settings(double momentum, boolean nesterov, double clipNorm) implements Optimizer {

        @Override
        public int numbersPerParameter() {
            return momentum == 0 ? 0 : 1;
        }

        @Override
        public Optimizer.Updater bind(Map<String, NDArray> parameters, NDManager manager) {
            return new Velocities(momentum, nesterov, clipNorm, parameters, manager);
        }
    }
}
