package dev.equipoise.testing;

import dev.equipoise.balance.Prices;
import java.util.OptionalDouble;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Assertions about the prices of a step. */
public final class PricesAssert extends AbstractAssert<PricesAssert, Prices> {

    PricesAssert(Prices actual) {
        super(actual, PricesAssert.class);
    }

    /** The effective beta, up to a relative difference of 1e-12. */
    public PricesAssert hasBeta(double expected) {
        return hasBetaCloseTo(expected, 1e-12);
    }

    /** The effective beta, up to this relative difference. */
    public PricesAssert hasBetaCloseTo(double expected, double relative) {
        isNotNull();
        OptionalDouble beta = actual.effectiveBeta();
        if (beta.isEmpty() || !(Math.abs(beta.getAsDouble() - expected) <= relative * Math.abs(expected))) {
            failWithMessage("the effective beta must be %s, got %s of %s", expected, beta, actual);
        }
        return this;
    }

    /** The target of the divergence's price. */
    public PricesAssert hasDivergenceTarget(double expected) {
        isNotNull();
        Assertions.assertThat(actual.divergence().target())
                .as("target of the divergence")
                .hasValue(expected);
        return this;
    }
}
