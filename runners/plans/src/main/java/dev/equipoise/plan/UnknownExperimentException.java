package dev.equipoise.plan;

/** No experiment, or more than one, has the name that was asked for. */
public final class UnknownExperimentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnknownExperimentException(String message) {
        super(message);
    }
}
