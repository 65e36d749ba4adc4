package dev.equipoise.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.equipoise.engine.SelectedDevice;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThreadCountTest {

    private static final SelectedDevice CPU = new SelectedDevice(Device.cpu(), "no GPU found");
    private static final SelectedDevice GPU = new SelectedDevice(Device.gpu(1), "it was asked for");

    @Test
    void threadsThatTheUserLetsSleepOrThatFeedAGpuDoNotSpin() {
        assertThat(ThreadCount.spinning(4, CPU, Map.of())).isEqualTo(4);
        assertThat(ThreadCount.spinning(4, CPU, Map.of("OMP_WAIT_POLICY", "active")))
                .isEqualTo(4);
        assertThat(ThreadCount.spinning(4, CPU, Map.of("OMP_WAIT_POLICY", "PASSIVE")))
                .isZero();
        assertThat(ThreadCount.spinning(4, GPU, Map.of())).isZero();
    }
}
