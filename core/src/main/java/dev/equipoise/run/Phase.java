package dev.equipoise.run;

import java.util.Locale;

/** The split on which a number was measured. */
public enum Phase {
    /** Training steps, or the training split. */
    TRAIN,
    /** The validation split. */
    VALIDATION;

    /** The phase as files and labels name it: "train" or "validation". */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
