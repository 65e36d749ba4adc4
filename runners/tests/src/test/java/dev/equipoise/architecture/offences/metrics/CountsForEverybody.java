package dev.equipoise.architecture.offences.metrics;

public final class CountsForEverybody {

    private static int count;

    private CountsForEverybody() {}

    public static int next() {
        return ++count;
    }
}
