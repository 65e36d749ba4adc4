package dev.equipoise.plan;

/** No part has the requested name. */
public final class UnknownPartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnknownPartException(String message) {
        super(message);
    }
}
