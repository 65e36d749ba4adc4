package dev.equipoise.objective;

/** An invalid price, such as NaN or a negative weight. */
public final class InvalidPriceException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public InvalidPriceException(String message) {
        super(message);
    }
}
