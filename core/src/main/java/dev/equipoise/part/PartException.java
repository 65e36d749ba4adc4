package dev.equipoise.part;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A part of an experiment failed when it was asked for something, or gave what it must not; the message names it. */
public final class PartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean fault;

    private PartException(String message, boolean fault, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    /** A part gave what it must not. */
    public PartException(String message) {
        this(message, false, null);
    }

    /** The same, found by another class. */
    public PartException(String message, RuntimeException cause) {
        this(message, false, cause);
    }

    /**
     * What a part answers, which must not be null.
     *
     * @param part its role and key, such as "the loss term myTerm"
     * @param asked what it is asked for, such as "its values"
     * @throws PartException if it throws, or answers null
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

    /** Whether it is a fault of the part's code, which only the stack trace of the cause shows. */
    public boolean fault() {
        return fault;
    }
}
