package dev.equipoise.engine;

import java.io.IOException;
import java.io.UncheckedIOException;

/** An engine's native library cannot be unpacked or loaded; the message says why and what to do. */
public final class UnusableLibraryException extends UncheckedIOException {

    private static final long serialVersionUID = 1L;

    UnusableLibraryException(String message, Throwable cause) {
        super(message, new IOException(cause));
    }
}
