package dev.equipoise.objective;

/** A price that is none, such as NaN or a negative weight. */
public final class InvalidPriceException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public InvalidPriceException(String message) {
        super(message);
    }
}
