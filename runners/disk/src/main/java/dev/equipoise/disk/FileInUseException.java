package dev.equipoise.disk;

import java.io.IOException;

/** Another holds the lock of a file. */
public final class FileInUseException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String holder;

    /** @param holder what the file says of who holds it; may be blank */
    public FileInUseException(String holder) {
        super("in use by " + holder);
        this.holder = holder;
    }

    /** What the file says of who holds it; may be blank. */
    public String holder() {
        return holder;
    }
}
