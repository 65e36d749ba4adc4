package dev.equipoise.part;

/** The closed range of all values of a source. */
public record ValueRange(double min, double max) {

    public boolean within(ValueRange other) {
        return min >= other.min && max <= other.max;
    }
}
