package dev.equipoise.metrics.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AcceptedTypeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/openmetrics-text",
                "application/openmetrics-text; version=1.0.0",
                "application/openmetrics-text;version=\"1.0.0\"",
                "Application/OpenMetrics-Text;Q=0.2",
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
                "application/vnd.google.protobuf;q=0.7,application/openmetrics-text;version=1.0.0;q=0.5,"
                        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
                "text/plain;q=0.5,application/openmetrics-text;q=0.5",
                "application/*",
                "*/*;q=0.1,application/openmetrics-text;q=0.2,text/plain;q=0",
            })
    void openMetricsIsServedToWhoPrefersIt(String accept) {
        assertThat(AcceptedType.of(accept)).isEqualTo(AcceptedType.OPEN_METRICS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "text/plain",
                "text/*",
                "text/plain;version=0.0.4;q=0.9,application/openmetrics-text;version=1.0.0;q=0.8",
                "application/openmetrics-text;q=0",
                "application/openmetrics-text;q=0,*/*",
                "application/openmetrics-text;q=nonsense",
                "application/openmetrics-text;version=2.0.0",
                "application/json",
                ";;,,/",
            })
    void plainTextIsServedToOthers(String accept) {
        assertThat(AcceptedType.of(accept)).isEqualTo(AcceptedType.PLAIN_TEXT);
    }
}
