package dev.equipoise.data.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.data.DamagedFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFuzzTest {

    private static final DamagedFiles DAMAGED = DamagedFiles.of(100_000_000);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
    void damagedPicturesAreReadOrRefused(String format) {
        byte[] good = Pictures.write(Pictures.quadrants(), format);

        assertThat(DAMAGED.refusals(
                        folder.resolve("fuzzed"), good, file -> new ImageFile(file).read(new Square(8, true))))
                .isGreaterThan(DAMAGED.mutations() / 10);
    }
}
