package dev.equipoise.part;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A part of an experiment failed, or returned an invalid value. The message names the part. */
public final class PartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean fault;

    private PartException(String message, boolean fault, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    /** A part returned an invalid value. */
    public PartException(String message) {
        this(message, false, null);
    }

    /** The same, with the exception that found it. */
    public PartException(String message, RuntimeException cause) {
        this(message, false, cause);
    }

    /**
     * Asks a part for a value, which must not be null.
     *
     * @param part its role and key, such as "the loss term myTerm"
     * @param asked what it is asked for, such as "its values"
     * @throws PartException if the part throws, or returns null
     */
    @SuppressWarnings("NullAway") // written by users, whose compilers need not know of null
    public static <T> T ask(String part, String asked, Supplier<T> question) {
        T answer;
        try {
            answer = question.get();
        } catch (PartException e) {
            throw e;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            throw new PartException(part + " failed to give " + asked + ": " + e, true, e);
        }
        if (answer == null) {
            throw new PartException(part + " must give " + asked + ", got null");
        }
        return answer;
    }

    /** Whether the fault is in the part's code, so that the stack trace of the cause is needed. */
    public boolean fault() {
        return fault;
    }
}
