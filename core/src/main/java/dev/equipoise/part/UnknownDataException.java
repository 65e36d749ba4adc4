package dev.equipoise.part;

/** Facts do not have this value yet, because its own factory asks for it or has failed. */
public final class UnknownDataException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public UnknownDataException(String message) {
        super(message);
    }
}
