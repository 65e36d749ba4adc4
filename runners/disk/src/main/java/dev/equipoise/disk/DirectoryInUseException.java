package dev.equipoise.disk;

/** Another process or run writes into a run's directory. */
public final class DirectoryInUseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message names the directory and the process that holds it */
    public DirectoryInUseException(String message) {
        super(message);
    }
}
