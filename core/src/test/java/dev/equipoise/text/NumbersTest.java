package dev.equipoise.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.1, 0.1",
        "31.25, 31.25",
        "123.456, 123.5",
        "-0.00123456, -0.001235",
        "9999.96, '10,000'",
        "12345.6, '12,350'",
        "1234567.8, '1,235,000'",
        "-1e6, '-1,000,000'",
        "1e-7, 1e-07",
        "1.2e-5, 1.2e-05",
        "1.23456e-5, 1.235e-05",
        "3e12, 3e+12",
        "NaN, NaN",
        "Infinity, inf",
        "-Infinity, -inf"
    })
    void fourDigitsAreSignificant(double value, String text) {
        assertThat(Numbers.significant(value)).isEqualTo(text);
    }

    @Test
    void anAxisMayNeedMoreDigits() {
        assertThat(Numbers.significant(12345.678, 7)).isEqualTo("12,345.68");
        assertThat(Numbers.significant(0.1234567, 6)).isEqualTo("0.123457");
    }

    @ParameterizedTest
    @CsvSource({"12345.4, 12350", "351.42, 351.4", "3.5, 3.500", "0.0121, 0.012", "3e-5, 3e-05", "0, 0"})
    void aBriefNumberKeepsItsPlace(double value, String text) {
        assertThat(Numbers.brief(value)).isEqualTo(text).hasSizeLessThanOrEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"7, 0:07, 7 s", "125, 2:05, 2 min 05 s", "7500, 2:05:00, 2 h 05 min", "200000, 55:33:20, 2 d 07 h"})
    void aDurationIsAClockOrHasUnits(double seconds, String clock, String duration) {
        assertThat(Numbers.clock(seconds)).isEqualTo(clock);
        assertThat(Numbers.duration(seconds)).isEqualTo(duration);
    }

    @Test
    @ResourceLock(Resources.LOCALE)
    void theLocaleChangesNothing() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(Numbers.significant(12345.678, 7)).isEqualTo("12,345.68");
            assertThat(Numbers.grouped(1_234_567)).isEqualTo("1,234,567");
            assertThat(Numbers.percent(0.215)).isEqualTo("22 %");
        } finally {
            Locale.setDefault(before);
        }
    }
}
