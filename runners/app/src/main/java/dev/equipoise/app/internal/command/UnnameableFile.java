package dev.equipoise.app.internal.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/** A file whose name the character set of the locale does not have: Java can neither read nor make it. */
final class UnnameableFile {

    private UnnameableFile() {}

    /** The path that an option names. */
    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(advice(e).orElse(e.getMessage()));
        }
    }

    /** What to do, if that is what lies below a failure. */
    static Optional<String> advice(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidPathException path
                    && String.valueOf(path.getReason()).contains("unmappable characters")) {
                return Optional.of("the character set of the locale (" + System.getProperty("sun.jnu.encoding")
                        + ") cannot represent the file name " + path.getInput() + "; set LC_ALL=C.UTF-8");
            }
        }
        return Optional.empty();
    }
}
