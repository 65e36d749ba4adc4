package dev.equipoise.testing;

import dev.equipoise.balance.Prices;
import dev.equipoise.run.RunReport;

/** The entry to fluent assertions about prices and about the results of runs. */
public final class EquipoiseAssertions {

    private EquipoiseAssertions() {}

    /** Assertions about prices. */
    public static PricesAssert assertThat(Prices actual) {
        return new PricesAssert(actual);
    }

    /** Assertions about the result of a run. */
    public static RunReportAssert assertThat(RunReport actual) {
        return new RunReportAssert(actual);
    }
}
