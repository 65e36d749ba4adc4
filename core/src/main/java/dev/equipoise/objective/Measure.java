package dev.equipoise.objective;

/**
 * What a term measures, by name.
 *
 * @param name unique within an experiment
 * @param grain the axes that it has
 * @param unit of one value, such as "nats"
 * @param relativeWeight factor beside the term's other measures; 1 for a term of one measure
 */
public record Measure(String name, Grain grain, String unit, double relativeWeight) {

    /** Name of the squared error summed over a datum's elements. */
    public static final String SQUARED_ERROR = "squaredError";

    /** Name of the analytic forward KL in nats. */
    public static final String KL = "kl";

    /** Name of the bound on the log-likelihood by several samples of each example, in nats. */
    public static final String BOUND = "bound";

    public static Measure of(String name, Grain grain, String unit) {
        return new Measure(name, grain, unit, 1);
    }
}
