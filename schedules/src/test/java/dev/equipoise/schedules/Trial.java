package dev.equipoise.schedules;

import dev.equipoise.balance.Measures;
import dev.equipoise.balance.Readings;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a factory and a strategy are tried with. */
public final class Trial {

    private Trial() {}

    /** Facts of a run of this many steps, one epoch each, on data of 784 elements. */
    public static Facts facts(int steps) {
        return new Facts(Optional.of(new DataFacts(100, 10, List.of(1, 28, 28), Optional.empty())), 100, steps, 0);
    }

    /** Readings of this KL. */
    public static Readings kl(double nats) {
        return new Readings(
                new Measures(100 + nats, 100, 100, nats, nats, List.of(nats), Map.of("kl", nats), Optional.empty()),
                1,
                10,
                false,
                Map.of());
    }

    /** Readings of this squared error. */
    public static Readings squaredError(double error) {
        return new Readings(
                new Measures(
                        error + 1, error, error, 1, 1, List.of(1.0), Map.of("squaredError", error), Optional.empty()),
                1,
                10,
                false,
                Map.of());
    }
}
