package dev.equipoise.engine;

/**
 * The engine cannot use the requested device. The message says what was requested, what was found, and what would work.
 */
public final class DeviceUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DeviceUnavailableException(String message) {
        super(message);
    }
}
