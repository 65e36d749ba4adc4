package dev.equipoise.schedules.internal;

import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.part.Facts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/** Warnings before step 0 that several strategies share. */
public final class SharedWarnings {

    /** Share of the variance that may stay unexplained where a KL is called enough. */
    private static final double UNEXPLAINED = 0.01;

    private SharedWarnings() {}

    /** So many steps, in words. */
    public static String steps(long count) {
        return count == 1 ? "1 step" : count + " steps";
    }

    /**
     * A KL that is more than the data can carry: more than explains all but 1 % of the variance, and more than ln n, which
     * tells n examples apart. Either alone is no reason to warn: usual VAEs of images use two to four times ln n, of which
     * the surplus is the mismatch between aggregate posterior and prior.
     *
     * @param key of the attribute that asks for it
     */
    public static List<String> tooManyNats(String key, double nats, Facts facts, LinearOptimum optimum) {
        double explaining = optimum.rateLeaving(UNEXPLAINED);
        double telling = Math.log(facts.examples());
        double enough = Math.max(explaining, telling);
        return nats <= enough
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "%s asks for %s nats, more than the data can carry: %.4g nats explain all but 1 %% of its"
                                + " variance in a linear model%s, and ln %d = %.3g nats distinguish the training examples;"
                                + " set %s to at most %s",
                        key,
                        (float) nats,
                        explaining,
                        optimum.exact() ? " as far as " + optimum.latents() + " latents can" : "",
                        facts.examples(),
                        telling,
                        key,
                        new BigDecimal(enough)
                                .round(new MathContext(3, RoundingMode.FLOOR))
                                .toPlainString()));
    }

    /**
     * A floor under a learned variance that is above what the data vary, so that nothing is learned.
     *
     * @param key of the attribute that sets the floor
     */
    public static List<String> floorTooHigh(String key, double minVariance, LinearOptimum optimum) {
        double variance = optimum.variance() / optimum.eigenvalues().length;
        return minVariance < variance
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "%s is %s, not below the data's variance of %.4g per element: the learned variance stays there,"
                                + " as with a fixed beta; lower %s",
                        key,
                        (float) minVariance,
                        variance,
                        key));
    }

    /**
     * A decoder's variance that is learned where latents explain so much that it falls to its floor.
     *
     * @param part key of the part that learns it
     * @param factor weight of KL beside the likelihood
     */
    public static List<String> nothingLeft(String part, double minVariance, double factor, LinearOptimum optimum) {
        return optimum.explainsAll() && optimum.variancePassesBelow(minVariance, factor)
                ? List.of("even a linear model with " + optimum.latents()
                        + " latents leaves nothing of the data to explain: the variance that " + part
                        + " learns falls to its floor; set fewer latents than the rank of the data or use another"
                        + " strategy")
                : List.of();
    }
}
