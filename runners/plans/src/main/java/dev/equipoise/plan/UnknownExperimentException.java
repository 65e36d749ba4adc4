package dev.equipoise.plan;

/** No experiment, or more than one, has the requested name. */
public final class UnknownExperimentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnknownExperimentException(String message) {
        super(message);
    }
}
