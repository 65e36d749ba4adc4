package dev.equipoise.disk;

import java.io.IOException;

/** The lock of a file is held. */
public final class FileInUseException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String holder;

    /** @param holder the owner as the file describes it; may be blank */
    public FileInUseException(String holder) {
        super("in use by " + holder);
        this.holder = holder;
    }

    /** The owner of the lock as the file describes it; may be blank. */
    public String holder() {
        return holder;
    }
}
