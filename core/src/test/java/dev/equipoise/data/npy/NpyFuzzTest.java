package dev.equipoise.data.npy;

import static dev.equipoise.data.npy.NpyWriter.array;
import static dev.equipoise.data.npy.NpyWriter.zip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.data.Annotations;
import dev.equipoise.data.DamagedFiles;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFuzzTest {

    private static final DamagedFiles DAMAGED = DamagedFiles.of(4_000_000);

    @TempDir
    Path folder;

    @Test
    void damagedArraysAreReadOrRefused() {
        assertThat(refusals("fuzzed.npy", array("<u2", "(12, 7, 9)", 1512))).isGreaterThan(DAMAGED.mutations() / 2);
    }

    @Test
    void damagedArchivesAreReadOrRefused() {
        byte[] images = array("|u1", "(12, 7, 9)", 756);
        byte[] labels = array("|u1", "(12, 1)", 12);
        for (boolean deflated : new boolean[] {true, false}) {
            assertThat(refusals("fuzzed.npz", zip(deflated, "train_images", images, "train_labels", labels)))
                    .isGreaterThan(DAMAGED.mutations() / 4);
        }
    }

    private int refusals(String name, byte[] good) {
        return DAMAGED.refusals(folder.resolve(name), good, file -> {
            var source = new NpyData.Factory()
                    .create(
                            Annotations.annotation(NpyData.class, Map.of("file", file.toString())),
                            Annotations.NO_DATA);
            source.facts();
            source.load().training().values();
        });
    }
}
