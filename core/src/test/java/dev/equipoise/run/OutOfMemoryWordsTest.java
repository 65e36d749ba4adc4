package dev.equipoise.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines tell of a lack of memory in words alone. */
class OutOfMemoryWordsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MXNetError: Check failed: e == cudaSuccess: CUDA: cudaMalloc retry failed: out of memory",
                "CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 15.78 GiB total capacity)",
                "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
                "cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
                "MXNetError: Failed to allocate CPU Memory\nStack trace:\n  File \"cpu_device_storage.h\"",
                "DefaultCPUAllocator: can't allocate memory: you tried to allocate 134217728 bytes.",
                "std::bad_alloc",
            })
    void theWordsOfEachEngineAreKnownAndPassedOnInOneLine(String words) {
        RuntimeException failure = new IllegalStateException("the forward of step 7", new RuntimeException(words));

        assertThat(OutOfMemory.isCauseOf(failure)).isTrue();
        assertThat(OutOfMemory.isOfHeap(failure)).isFalse();
        assertThat(OutOfMemory.advice(failure))
                .startsWith("out of memory: the forward of step 7: "
                        + words.lines().findFirst().orElseThrow())
                .contains("experiment.batchSize")
                .doesNotContain("\n", "-Xmx");
    }

    @Test
    void theHeapHasAdviceOfItsOwn() {
        OutOfMemoryError failure = new OutOfMemoryError("Java heap space");

        assertThat(OutOfMemory.isOfHeap(failure)).isTrue();
        assertThat(OutOfMemory.advice(failure))
                .startsWith("out of memory: Java heap space;")
                .contains("-Xmx")
                .doesNotContain("batchSize");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shapes do not match", "No space left on device", "CUDA error: invalid device ordinal"})
    void otherFailuresAreNone(String words) {
        assertThat(OutOfMemory.isCauseOf(new IllegalStateException(words))).isFalse();
    }
}
