package dev.equipoise.data;

/** The check that an array holds whole rows. */
final class RowCheck {

    private RowCheck() {}

    static void filled(int values, int elements) {
        if (elements < 1 || values % elements != 0) {
            throw new IllegalArgumentException(
                    "a split's values must fill rows of " + elements + " elements, got " + values + " values");
        }
    }
}
