package dev.equipoise.engine;

import static dev.equipoise.engine.FakeDeviceProbe.gpu;
import static dev.equipoise.run.EngineName.MXNET;
import static dev.equipoise.run.EngineName.PYTORCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.run.EngineName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceSelectionTest {

    private static DeviceSelection machine(String mxnet, String pytorch, Gpu... gpus) {
        return new DeviceSelection(new FakeDeviceProbe(
                List.of(gpus),
                Map.of(
                        MXNET, new NativeLibrary("1.9.1", mxnet, "class path"),
                        PYTORCH, new NativeLibrary("2.7.1", pytorch, "class path"))));
    }

    @ParameterizedTest
    @CsvSource({
        // engine, its build, capability, what auto takes
        "MXNET,   mkl,   8.0,  cpu",
        "MXNET,   cu112, 4.9,  cpu",
        "MXNET,   cu112, 5.0,  gpu:0",
        "MXNET,   cu112, 8.6,  gpu:0",
        "MXNET,   cu112, 8.9,  cpu",
        "MXNET,   cu112, 9.0,  cpu",
        "PYTORCH, cpu,   9.0,  cpu",
        "PYTORCH, cu124, 9.0,  gpu:0",
        "PYTORCH, cu124, 10.0, cpu",
        "PYTORCH, cu128, 7.0,  cpu",
        "PYTORCH, cu128, 12.0, gpu:0",
        "PYTORCH, cu124, ?,    gpu:0"
    })
    void autoTakesAGpuThatTheEngineHasCodeFor(EngineName engine, String build, String capability, String taken) {
        SelectedDevice device = machine(build, build, gpu(0, capability)).choose("auto", engine);

        assertThat(device.name()).isEqualTo(taken);
        assertThat(device.reason()).contains("GPU 0: NVIDIA X0");
    }

    @Test
    void withoutAGpuAutoTakesTheProcessor() {
        assertThat(machine("mkl", "cpu").choose("auto", MXNET).reason()).isEqualTo("no GPU found");
    }

    @Test
    void autoPassesOverAGpuThatIsTooNew() {
        SelectedDevice device =
                machine("cu112", "cpu", gpu(0, "9.0"), gpu(1, "8.0")).choose("auto", MXNET);

        assertThat(device.name()).isEqualTo("gpu:1");
        assertThat(device.device().getDeviceId()).isEqualTo(1);
        assertThat(device.reason()).isEqualTo("GPU 1: NVIDIA X1 (compute capability 8.0) serves MXNet");
    }

    @Test
    void aGpuThatIsNotUsedComesWithTheCommandThatWouldUseIt() {
        assertThat(machine("mkl", "cpu", gpu(0, "9.0")).choose("auto", MXNET).reason())
                .contains("(1.9.1, mkl) was not built for CUDA")
                .contains("compute capability 5.0 to 8.6 only")
                .contains("`mvn -Pgpu -DskipTests package`")
                .contains("`--engine PyTorch`");
        assertThat(machine("mkl", "cu124", gpu(0, "9.0")).choose("auto", MXNET).reason())
                .doesNotContain("mvn")
                .contains("`--engine PyTorch`");
        assertThat(machine("mkl", "cu124", gpu(0, "3.5")).choose("auto", MXNET).reason())
                .contains("no engine here has code for this GPU");
    }

    @Test
    void aLibraryOfUnknownBuildIsUsedOnlyWhereAGpuIsAskedFor() {
        DeviceSelection machine = machine(NativeLibrary.UNKNOWN, "cpu", gpu(0, "8.0"));

        assertThat(machine.choose("auto", MXNET).name()).isEqualTo("cpu");
        assertThat(machine.choose("auto", MXNET).reason()).contains("`--device gpu`");
        assertThat(machine.choose("gpu", MXNET).name()).isEqualTo("gpu:0");
    }

    @Test
    void theProcessorIsTakenWhereAskedForWhateverThereIs() {
        assertThat(machine("cu112", "cu124", gpu(0, "8.0")).choose("cpu", MXNET).name())
                .isEqualTo("cpu");
    }

    @Test
    void aGpuWhereThereIsNoneIsAnErrorThatSaysWhatWasLookedFor() {
        assertThatThrownBy(() -> machine("cu112", "cu124").choose("gpu", MXNET))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContaining("--device gpu must find a GPU, found none: the fake was asked");
    }

    @Test
    void aGpuOfAnIndexThatDoesNotExistIsAnErrorThatListsThoseThatDo() {
        assertThatThrownBy(() -> machine("cu112", "cu124", gpu(0, "8.0")).choose("gpu:3", MXNET))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContaining("gpu:3")
                .hasMessageContaining("GPU 0: NVIDIA X0");
    }

    @Test
    void aGpuThatTheEngineCannotUseIsAnErrorWithTheRemedy() {
        assertThatThrownBy(() -> machine("mkl", "cpu", gpu(0, "8.0")).choose("gpu:0", MXNET))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContaining("must be usable by MXNet")
                .hasMessageContaining("--engine PyTorch");
    }

    @Test
    void aNumberedGpuIsTakenAndNoOther() {
        assertThat(machine("cu112", "cpu", gpu(0, "8.0"), gpu(1, "8.0"))
                        .choose("gpu:1", MXNET)
                        .name())
                .isEqualTo("gpu:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GPU", "gpu:", "gpu:-1", "gpu:x", "cuda", "gpu:99999", " cpu"})
    void aMalformedRequestIsAnError(String requested) {
        assertThatThrownBy(() -> machine("mkl", "cpu").choose(requested, MXNET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the device must be auto, cpu, gpu or gpu:N (such as gpu:0), got '" + requested + "'");
    }
}
