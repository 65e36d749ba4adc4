package dev.equipoise.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.equipoise.metrics.alert.Alert;
import dev.equipoise.metrics.alert.Alerts;
import dev.equipoise.metrics.alert.Tempo;
import dev.equipoise.metrics.internal.promql.Window;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of docs/monitoring.md are what the code says; if one is stale, the right one is in the failure. */
class MonitoringDocTest {
    private static final Pattern PROMETHEUS_YAML = Pattern.compile("(?s)```yaml\n(scrape_configs:.*?)```");

    @Test
    void theTableOfMetersIsTheEnum() throws IOException {
        assertThat(between("meters"))
                .isEqualTo(Arrays.stream(Meter.values())
                        .map(MonitoringDocTest::row)
                        .collect(Collectors.joining("", "| meter | kind | unit | |\n|---|---|---|---|\n", "")));
    }

    @Test
    void theTableOfAlertsIsTheRules() throws IOException {
        assertThat(between("alerts"))
                .isEqualTo(Alerts.at(Tempo.NORMAL).stream()
                        .map(MonitoringDocTest::row)
                        .collect(Collectors.joining(
                                "", "| alert | when | what it means | what to try |\n|---|---|---|---|\n", "")));
    }

    @Test
    void prometheusTakesTheConfigurationsThatAreShown(@TempDir Path folder) throws Exception {
        assumeTrue(Programs.promtool());
        Matcher shown = PROMETHEUS_YAML.matcher(document());
        for (int count = 0; count < 2; count++) {
            assertThat(shown.find()).isTrue();
            Path file = Files.writeString(folder.resolve("prometheus.yml"), shown.group(1));
            Process promtool = new ProcessBuilder("promtool", "check", "config", "--syntax-only", file.toString())
                    .redirectErrorStream(true)
                    .start();
            String told = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(promtool.waitFor()).as(told).isZero();
        }
        assertThat(shown.find()).isFalse();
    }

    private static String row(Meter meter) {
        List<String> own = meter.ownLabels();
        String labels = own.isEmpty() ? "" : "{" + String.join(",", own) + "}";
        return "| `" + meter.prometheusName() + labels + "` | "
                + meter.kind().name().toLowerCase(Locale.ROOT) + " | " + meter.unit() + " | " + meter.help()
                + " |\n";
    }

    private static String row(Alert alert) {
        String hold = alert.hold().isZero() ? "" : ", after " + Window.text(alert.hold());
        return "| `" + alert.name() + "`, " + alert.severity().label() + hold + " | " + alert.summary() + " | "
                + alert.meaning() + " | " + alert.action() + " |\n";
    }

    private static String document() throws IOException {
        return Files.readString(Path.of("..", "docs", "monitoring.md"));
    }

    private static String between(String name) throws IOException {
        String text = document();
        String begin = "<!-- " + name + ": generated -->\n";
        String end = "<!-- " + name + " end -->";
        assertThat(text).contains(begin, end);
        return text.substring(text.indexOf(begin) + begin.length(), text.indexOf(end));
    }
}
