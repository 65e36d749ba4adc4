package dev.equipoise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.run.EngineName;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemDeviceProbeTest {

    private static final List<String> TWO =
            List.of("0, GPU-aaaa-1, NVIDIA H200, 9.0, 143771", "1, GPU-bbbb-2, NVIDIA A10, 8.6, 23028");

    @TempDir
    private Path folder;

    private SystemDeviceProbe probe(List<String> table, Map<String, String> environment) throws IOException {
        NativeLibraries libraries = new NativeLibraries(
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null), environment, "linux-x86_64");
        return new SystemDeviceProbe(() -> new NvidiaSmi.Answer(table, "nvidia-smi answered"), libraries, environment);
    }

    @Test
    void theDriversTableBecomesGpus() throws IOException {
        assertThat(probe(TWO, Map.of()).gpus().gpus())
                .containsExactly(
                        new Gpu(0, "NVIDIA H200", Optional.of(new ComputeCapability(9, 0)), 143_771),
                        new Gpu(1, "NVIDIA A10", Optional.of(new ComputeCapability(8, 6)), 23_028));
    }

    @ParameterizedTest
    @CsvSource({
        "'1',           NVIDIA A10",
        "'1,0',         NVIDIA A10;NVIDIA H200",
        "'GPU-bbbb',    NVIDIA A10",
        "'0,7,1',       NVIDIA H200",
        "'-1',          ''",
        "'',            ''"
    })
    void cudaVisibleDevicesHidesAndReordersGpus(String visible, String names) throws IOException {
        GpuScan scan = probe(TWO, Map.of("CUDA_VISIBLE_DEVICES", visible)).gpus();

        assertThat(String.join(";", scan.gpus().stream().map(Gpu::name).toList()))
                .isEqualTo(names);
        assertThat(scan.lookedFor()).contains("CUDA_VISIBLE_DEVICES='" + visible + "'");
    }

    @Test
    void aCapabilityThatAnOldDriverDoesNotTellIsUnknown() throws IOException {
        assertThat(probe(List.of("0, GPU-a, Tesla K80, 470.57.02, 11441"), Map.of())
                        .gpus()
                        .gpus())
                .containsExactly(new Gpu(0, "Tesla K80", Optional.empty(), 11_441));
    }

    @Test
    void theNativeLibraryOfThisPlatformIsFoundOnTheClassPath() throws IOException {
        Path file = Files.createDirectories(folder.resolve("native/lib")).resolve("mxnet.properties");
        Files.writeString(file, "version=1.9.1-20220812\nclassifier=mkl-linux-x86_64\n");

        assertThat(probe(List.of(), Map.of()).nativeLibrary(EngineName.MXNET))
                .contains(new NativeLibrary("1.9.1-20220812", "mkl", "class path"));
        assertThat(probe(List.of(), Map.of()).nativeLibrary(EngineName.PYTORCH)).isEmpty();

        Files.writeString(file, "version=1.9.1\nclassifier=mkl-win-x86_64\n");
        assertThat(probe(List.of(), Map.of()).nativeLibrary(EngineName.MXNET)).isEmpty();
    }

    @Test
    void aLibraryOfTheUsersOwnComesFirst() throws IOException {
        Files.createFile(folder.resolve("libtorch_cuda.so"));
        Map<String, String> own = Map.of("PYTORCH_LIBRARY_PATH", folder.toString(), "PYTORCH_VERSION", "2.5.1");

        assertThat(probe(List.of(), own).nativeLibrary(EngineName.PYTORCH))
                .contains(new NativeLibrary("2.5.1", "cuda", "PYTORCH_LIBRARY_PATH"));
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64",
        "Linux, aarch64, linux-aarch64",
        "Mac OS X, aarch64, osx-aarch64",
        "Windows 11, amd64, win-x86_64"
    })
    void platformsAreNamedAsDjlNamesThem(String os, String arch, String platform) {
        assertThat(NativeLibraries.platform(os, arch)).isEqualTo(platform);
    }
}
