package dev.equipoise.local.loop;

/** A strategy gave prices that are none, such as NaN or a negative weight: the run cannot go on. */
final class UnpricedStepException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnpricedStepException(String strategy, long step, IllegalArgumentException cause) {
        super(
                "the strategy " + strategy + " must give prices at step " + (step + 1) + ": " + cause.getMessage(),
                cause);
    }
}
