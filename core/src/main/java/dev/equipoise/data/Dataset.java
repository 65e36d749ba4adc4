package dev.equipoise.data;

import java.util.function.UnaryOperator;

/** The two splits of a source. */
public record Dataset(Split training, Split validation) {

    /** The same with other rows. */
    Dataset map(UnaryOperator<Rows> change) {
        return new Dataset(
                new Split(change.apply(training.rows()), training.labels()),
                new Split(change.apply(validation.rows()), validation.labels()));
    }
}
