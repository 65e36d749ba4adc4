package dev.equipoise.run;

import java.util.Locale;

/** What a number was measured on. */
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
