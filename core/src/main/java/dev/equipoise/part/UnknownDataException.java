package dev.equipoise.part;

/** Facts were asked for what is not known yet: by the factory that it comes from, or after that failed. */
public final class UnknownDataException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public UnknownDataException(String message) {
        super(message);
    }
}
