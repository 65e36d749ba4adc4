package dev.equipoise.run;

import java.util.List;

/** A run cannot be resumed from its checkpoint as requested; nothing was written. */
public final class IncompatibleResumeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param problems each says what was saved, what there is now, and how to fix it */
    public IncompatibleResumeException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
