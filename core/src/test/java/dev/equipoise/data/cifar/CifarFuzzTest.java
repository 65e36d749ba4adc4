package dev.equipoise.data.cifar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.data.Annotations;
import dev.equipoise.data.DamagedFiles;
import dev.equipoise.data.IdxBytes;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFuzzTest {

    private static final DamagedFiles DAMAGED = DamagedFiles.of(1_000_000);

    @TempDir
    Path folder;

    @Test
    void damagedFilesAreReadOrRefused() {
        byte[] good =
                IdxBytes.join(CifarTest.record(new int[] {3, 4}, 1, 2, 3), CifarTest.record(new int[] {5, 6}, 4, 5, 6));
        IdxBytes.write(folder, "test.bin", good);

        assertThat(DAMAGED.refusals(
                        folder.resolve("train.bin"),
                        good,
                        file -> new Cifar100.Factory()
                                .create(
                                        Annotations.annotation(Cifar100.class, Map.of("folder", folder.toString())),
                                        Annotations.NO_DATA)
                                .load()))
                .isGreaterThan(DAMAGED.mutations() / 4);
    }
}
