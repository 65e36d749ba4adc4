package dev.equipoise.local.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015, algorithm 1 in the order of section 2's last paragraph), after clipping by the global norm
 * (Pascanu et al. 2013). The default optimizer. Its moments are keyed by the path of the parameter.
 */
@Documented
@Part(Adam.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Adam {

    /** Decay of the first moment. */
    @Range(min = 0, max = 0.999999)
    double beta1() default 0.9;

    /** Decay of the second moment. */
    @Range(min = 0, max = 0.999999999)
    double beta2() default 0.999;

    /** Added to the root of the second moment. */
    @Range(min = 0, minExcluded = true, max = 1)
    double epsilon() default 1e-8;

    /** Gradients longer than this are scaled down to it; infinite for no clipping. */
    @Range(min = 0, minExcluded = true, unit = "loss per unit of parameter")
    double clipNorm() default Double.POSITIVE_INFINITY;

    /** The optimizer. */
    record Settings(double beta1, double beta2, double epsilon, double clipNorm) implements Optimizer {

        @Override
        public Updater bind(Map<String, NDArray> parameters, NDManager manager) {
            return new Moments(this, parameters, manager);
        }
    }

    /** Makes the optimizer. */
    final class Factory implements PartFactory<Adam, Optimizer> {

        @Override
        public Optimizer create(Adam annotation, Facts facts) {
            return new Settings(annotation.beta1(), annotation.beta2(), annotation.epsilon(), annotation.clipNorm());
        }
    }

    /** The moments of the parameters of one run. */
    final class Moments implements Updater {

        private final Settings settings;
        private final Map<String, Moment> moments = new LinkedHashMap<>();

        Moments(Settings settings, Map<String, NDArray> parameters, NDManager manager) {
            this.settings = settings;
            parameters.forEach((path, array) -> moments.put(
                    path,
                    new Moment(
                            array,
                            manager.zeros(array.getShape(), array.getDataType()),
                            manager.zeros(array.getShape(), array.getDataType()))));
        }

        @Override
        public void update(Map<String, NDArray> gradients, double gradientNorm, double learningRate) {
            double scale = Math.min(1, settings.clipNorm() / gradientNorm);
            moments.forEach((path, moment) -> {
                NDArray gradient = gradients.get(path);
                if (gradient != null) {
                    moment.update(gradient, scale, learningRate, settings);
                }
            });
        }
    }

    /** One parameter with its moments. */
    final class Moment {

        private final NDArray parameter;
        private final NDArray first;
        private final NDArray second;
        private double updates;

        Moment(NDArray parameter, NDArray first, NDArray second) {
            this.parameter = parameter;
            this.first = first;
            this.second = second;
        }

        /** One call of the engine's fused operator; the bias corrections go into the rate. */
        void update(NDArray gradient, double scale, double learningRate, Settings settings) {
            updates++;
            double corrected = learningRate
                    * Math.sqrt(1 - Math.pow(settings.beta2(), updates))
                    / (1 - Math.pow(settings.beta1(), updates));
            parameter
                    .getNDArrayInternal()
                    .adamUpdate(
                            new NDList(parameter, gradient, first, second),
                            new NDList(parameter),
                            (float) learningRate,
                            (float) corrected,
                            0,
                            (float) scale,
                            -1,
                            (float) settings.beta1(),
                            (float) settings.beta2(),
                            (float) settings.epsilon(),
                            false,
                            false);
        }
    }
}
