package dev.equipoise.local.internal.files;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that is opened when it is needed, and again where that failed. */
final class OpenedFile<T extends Closeable> implements Closeable {

    private final Opening<T> opening;
    private @Nullable T open;

    @FunctionalInterface
    interface Opening<T> {
        T open() throws IOException;
    }

    OpenedFile(Opening<T> opening) {
        this.opening = opening;
    }

    T open() throws IOException {
        T opened = open == null ? opening.open() : open;
        open = opened;
        return opened;
    }

    boolean isOpen() {
        return open != null;
    }

    @Override
    public void close() throws IOException {
        T opened = open;
        if (opened != null) {
            opened.close();
        }
    }
}
