package dev.equipoise.metrics.internal.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.metrics.Meter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** PromQL that cannot name what does not exist. */
class QueryTest {

    @Test
    void aLabelThatTheMeterDoesNotHaveCannotBeAskedFor() {
        assertThatThrownBy(() -> Query.of(Meter.BETA).where("phase", "train"))
                .hasMessageContaining("labels must be of [experiment, run, instance, job], got [phase] for vae_beta");
        assertThatThrownBy(() -> Query.of(Meter.LOSS).maxBy("run", "latent")).hasMessageContaining("got [latent]");
        assertThatThrownBy(() -> Query.of(Meter.LOSS).maxBy("run").maxBy("phase"))
                .hasMessageContaining("labels must be of [run], got [phase] for max by (run) (vae_loss)");
    }

    @Test
    void aHistogramIsAskedForItsBucketsAndNothingElseIs() {
        assertThatThrownBy(() -> Query.of(Meter.STEP_SECONDS)).hasMessageContaining("must be asked for its buckets");
        assertThatThrownBy(() -> Query.buckets(Meter.LOSS)).hasMessageContaining("must be a histogram");
        assertThat(Query.buckets(Meter.STEP_SECONDS)
                        .rate(Window.RATE)
                        .sumBy("le")
                        .quantile(0.99)
                        .text())
                .isEqualTo("histogram_quantile(0.99, sum by (le) (rate(vae_step_seconds_bucket[$__rate_interval])))");
        assertThatThrownBy(() -> Query.buckets(Meter.STEP_SECONDS)
                        .rate(Window.RATE)
                        .sumBy("run")
                        .quantile(0.5))
                .hasMessageContaining("got [le]");
    }

    @Test
    void twoMetersMeetAtTheRunWithOneValueOnTheRight() {
        Query kl = Query.of(Meter.KL_NATS).where("phase", "train");
        assertThat(kl.times(Query.of(Meter.BETA)).text())
                .isEqualTo("vae_kl_nats{phase=\"train\"} * on (experiment, run) group_left ()"
                        + " max by (experiment, run) (vae_beta)");
        assertThat(kl.above(0.5).and(Query.of(Meter.EPOCH).above(2)).text())
                .isEqualTo("(vae_kl_nats{phase=\"train\"} > 0.5) and on (experiment, run) (vae_epoch > 2)");
    }

    @Test
    void labelValuesAreQuotedAndNumbersArePlain() {
        assertThat(Query.of(Meter.RUN_STATE).where("state", "a\"b\\c").text())
                .isEqualTo("vae_run_state{state=\"a\\\"b\\\\c\"}");
        assertThat(Query.of(Meter.BETA).times(1e-7).above(1e9).text()).isEqualTo("(vae_beta * 0.0000001) > 1000000000");
    }

    @Test
    void durationsAreWrittenInTheirLargestWholeUnit() {
        assertThat(Window.text(Duration.ofMillis(1_500))).isEqualTo("1500ms");
        assertThat(Window.text(Duration.ofSeconds(90))).isEqualTo("90s");
        assertThat(Window.text(Duration.ofMinutes(90))).isEqualTo("90m");
        assertThat(Window.text(Duration.ofHours(2))).isEqualTo("2h");
    }
}
