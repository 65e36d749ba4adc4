package dev.equipoise.app.internal.findlr;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.objective.Penalty;
import dev.equipoise.part.Stateless;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The prices of one step of another strategy, in its shapes, at every step: while prices move, the loss moves by them and
 * tells nothing of the rate. Of an open loop the prices that the run ends with; of a closed one those that it begins with,
 * since only the run knows others.
 */
record HeldPrices(
        Prices held,
        OptionalDouble beta,
        OptionalDouble variance,
        Optional<Penalty> divergencePenalty,
        Optional<Penalty> reconstructionPenalty)
        implements OpenLoop {

    static <S extends Record> HeldPrices of(BalancingStrategy<S> strategy, long totalSteps) {
        long step = strategy instanceof OpenLoop ? totalSteps - 1 : 0;
        S state = strategy.initial();
        return new HeldPrices(
                strategy.prices(step, state),
                strategy.effectiveBeta(step, state),
                strategy.decoderVariance(step, state),
                strategy.divergencePenalty(),
                strategy.reconstructionPenalty());
    }

    @Override
    public Prices prices(long step) {
        return held;
    }

    @Override
    public OptionalDouble effectiveBeta(long step, Stateless state) {
        return beta;
    }

    @Override
    public OptionalDouble decoderVariance(long step, Stateless state) {
        return variance;
    }
}
