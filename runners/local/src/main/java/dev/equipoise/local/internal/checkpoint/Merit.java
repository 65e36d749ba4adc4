package dev.equipoise.local.internal.checkpoint;

import java.util.Comparator;

/**
 * How good a model was at the end of an epoch. One of an epoch at whose end the strategy had settled is better than any
 * other, since models of other balances are not meant; among equals the higher validation value is better.
 *
 * @param settled whether the strategy had settled
 * @param value what the validation split is selected by, in nats; finite
 */
public record Merit(boolean settled, double value) implements Comparable<Merit> {

    private static final Comparator<Merit> ORDER =
            Comparator.comparing(Merit::settled).thenComparing(Merit::value);

    @Override
    public int compareTo(Merit other) {
        return ORDER.compare(this, other);
    }
}
