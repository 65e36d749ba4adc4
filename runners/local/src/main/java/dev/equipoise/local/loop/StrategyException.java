package dev.equipoise.local.loop;

import dev.equipoise.objective.InvalidPriceException;

/** A strategy gave prices that are none, such as NaN, or failed itself: the run cannot go on. */
final class StrategyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean fault;

    private StrategyException(String message, boolean fault, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    static StrategyException unpriced(String strategy, long step, InvalidPriceException cause) {
        return new StrategyException(
                "the strategy " + strategy + " must give prices at step " + (step + 1) + ": " + cause.getMessage(),
                false,
                cause);
    }

    static StrategyException failed(String strategy, long step, RuntimeException cause) {
        return new StrategyException(
                "the strategy " + strategy + " failed at step " + (step + 1) + ": " + cause, true, cause);
    }

    /** Whether it is a fault of its code, which only its stack trace tells. */
    boolean fault() {
        return fault;
    }
}
