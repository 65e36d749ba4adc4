package dev.equipoise.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFuzzTest {

    private static final DamagedFiles DAMAGED =
            new DamagedFiles(2_000_000, Integer.getInteger("equipoise.mutations", 5_000));

    @TempDir
    Path folder;

    @Test
    void damagedPlainFilesAreReadOrRefused() {
        assertThat(refusals(IdxBytes.ubytes(12, 7, 9))).isGreaterThan(DAMAGED.mutations() / 4);
    }

    @Test
    void damagedGzippedFilesAreReadOrRefused() {
        assertThat(refusals(IdxBytes.gzip(IdxBytes.ubytes(12, 7, 9)))).isGreaterThan(DAMAGED.mutations() / 2);
    }

    private int refusals(byte[] good) {
        return DAMAGED.refusals(folder.resolve("fuzzed"), good, file -> {
            try {
                IdxFile.of(file).read();
            } catch (DataFormatException e) {
                assertThat(e).hasMessageContainingAll("fuzzed, byte ", ": expected ", ", found ");
                throw e;
            }
        });
    }
}
