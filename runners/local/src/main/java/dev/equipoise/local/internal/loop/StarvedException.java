package dev.equipoise.local.internal.loop;

import dev.equipoise.part.PartException;
import dev.equipoise.run.OutOfMemory;

/** Memory ran out at a place where nothing of the run had moved, so that it can go on from there, or be saved as it is. */
final class StarvedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Throwable lack;

    /** @param lack an engine's or the heap's own words */
    StarvedException(Throwable lack) {
        super(OutOfMemory.advice(lack), lack);
        this.lack = lack;
    }

    /** Throws one where a failure is a lack of memory. */
    static void throwFor(Throwable failure) {
        if (OutOfMemory.isCauseOf(failure)) {
            // No fault of the part that met it.
            Throwable cause = failure.getCause();
            throw new StarvedException(failure instanceof PartException && cause != null ? cause : failure);
        }
    }

    private StarvedException(StarvedException before, String why) {
        super(before.getMessage() + "; " + why, before.lack);
        lack = before.lack;
    }

    /** The same, with the reason why nothing more could be tried. */
    StarvedException since(String why) {
        return new StarvedException(this, why);
    }

    /** Whether smaller batches may help: the heap holds none of an engine's arrays. */
    boolean isOfEngine() {
        return !OutOfMemory.isOfHeap(lack);
    }

    /** What the engine said. */
    String words() {
        return OutOfMemory.words(lack);
    }
}
