package dev.equipoise.run;

import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import java.util.Map;
import java.util.OptionalDouble;

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
 * @param seconds that the step took, from its prices to its update
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
        double seconds,
        double secondsLeft) {}
