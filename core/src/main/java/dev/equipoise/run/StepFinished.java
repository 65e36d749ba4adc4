package dev.equipoise.run;

import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A step was taken; its update was made if and only if its readings are finite.
 *
 * @param step index of the step, counted from 0
 * @param epoch index of its epoch, counted from 0
 * @param learningRate of its update
 * @param prices of the step
 * @param beta the effective one of these prices; empty if it has no meaning
 * @param readings of the step, before its update
 * @param klTarget the strategy's KL target in nats; empty if it has none
 * @param strategy the strategy's own numbers by name
 * @param procedure the procedure's own numbers by name
 * @param frontier where the model stands; empty unless the plan reads it
 * @param seconds that the step took, from its prices to its update, inner steps included
 * @param secondsLeft until the last epoch is evaluated, estimated from the recent pace
 */
public record StepFinished(
        long step,
        int epoch,
        double learningRate,
        Prices prices,
        OptionalDouble beta,
        Readings readings,
        OptionalDouble klTarget,
        Map<String, Double> strategy,
        Map<String, Double> procedure,
        Optional<Frontier> frontier,
        double seconds,
        double secondsLeft) {

    /** A step of a procedure without numbers, where no frontier is read. */
    public StepFinished(
            long step,
            int epoch,
            double learningRate,
            Prices prices,
            OptionalDouble beta,
            Readings readings,
            OptionalDouble klTarget,
            Map<String, Double> strategy,
            double seconds,
            double secondsLeft) {
        this(
                step,
                epoch,
                learningRate,
                prices,
                beta,
                readings,
                klTarget,
                strategy,
                Map.of(),
                Optional.empty(),
                seconds,
                secondsLeft);
    }

    /** The numbers of the procedure and of the frontier by name, the finite ones alone. */
    public Map<String, Double> beside() {
        return beside(procedure, frontier);
    }

    /** The same of these. */
    public static Map<String, Double> beside(Map<String, Double> procedure, Optional<Frontier> frontier) {
        Map<String, Double> all = new TreeMap<>(procedure);
        frontier.ifPresent(read -> all.putAll(read.all()));
        all.values().removeIf(value -> !Double.isFinite(value));
        return all;
    }

    /**
     * Where the model stands, from averages over the last readings. Its gradients are those of the batch means of
     * reconstruction and divergence by the encoder's parameters; each is averaged before they are compared.
     *
     * @param impliedBeta −⟨g_rec, g_kl⟩/⟨g_kl, g_kl⟩ in reconstruction per nat: the beta for which the encoder is nearest to
     *     the best one for its decoder
     * @param encoderStationarity 1 + cos(g_rec, g_kl), from 0, where the encoder is the best for its decoder at that beta, to 2
     * @param gap SSE/D(KL) − 1 with the least squared error D of a linear model at the same KL on the training split; negative
     *     if the model is better; empty if values are missing
     */
    public record Frontier(double impliedBeta, double encoderStationarity, OptionalDouble gap) {

        /** Of them by name. */
        public Map<String, Double> all() {
            Map<String, Double> all = new TreeMap<>();
            all.put("impliedBeta", impliedBeta);
            all.put("encoderStationarity", encoderStationarity);
            gap.ifPresent(known -> all.put("frontierGap", known));
            return all;
        }
    }
}
