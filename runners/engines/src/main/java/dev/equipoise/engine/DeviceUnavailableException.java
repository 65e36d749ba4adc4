package dev.equipoise.engine;

/** A device was asked for that the engine cannot use here: what was asked, what was found, and what would work. */
public final class DeviceUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DeviceUnavailableException(String message) {
        super(message);
    }
}
