package dev.equipoise.part;

/** The closed range in which every value of a source lies. */
public record ValueRange(double min, double max) {

    public boolean within(ValueRange other) {
        return min >= other.min && max <= other.max;
    }
}
