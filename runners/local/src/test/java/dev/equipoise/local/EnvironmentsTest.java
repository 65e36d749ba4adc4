package dev.equipoise.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentsTest {

    @Test
    void onlyVariablesThatNativeLibrariesReadAreRecordedAndInOneOrder() {
        assertThat(Environments.variables(Map.of(
                        "OMP_NUM_THREADS",
                        "2",
                        "MXNET_ENGINE_TYPE",
                        "ThreadedEngine",
                        "PASSWORD",
                        "x",
                        "HOME",
                        "/home/x")))
                .isEqualTo("MXNET_ENGINE_TYPE=ThreadedEngine OMP_NUM_THREADS=2");
    }

    @Test
    void ofAProcessorsFlagsThoseAreRecordedByWhichKernelsAreChosen() {
        assertThat(Environments.ofKernels("fpu sse4_1 avx2 ht avx fma")).isEqualTo("avx avx2 fma sse4_1");
    }

    @Test
    void aNameThatOnlyEndsLikeOneIsNot() {
        assertThat(Environments.variables(Map.of("MY_OMP_NUM_THREADS", "2"))).isEmpty();
    }
}
