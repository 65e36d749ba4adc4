package dev.equipoise.data.cifar;

import static dev.equipoise.data.Annotations.NO_DATA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.data.Annotations;
import dev.equipoise.data.DataFormatException;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.IdxBytes;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.ValueRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarTest {

    @TempDir
    Path folder;

    /** A picture whose red, green and blue are these everywhere, but for the second pixel, of which red is one more. */
    static byte[] record(int[] labels, int red, int green, int blue) {
        byte[] record = new byte[labels.length + 3072];
        for (int i = 0; i < labels.length; i++) {
            record[i] = (byte) labels[i];
        }
        Arrays.fill(record, labels.length, labels.length + 1024, (byte) red);
        Arrays.fill(record, labels.length + 1024, labels.length + 2048, (byte) green);
        Arrays.fill(record, labels.length + 2048, labels.length + 3072, (byte) blue);
        record[labels.length + 1]++;
        return record;
    }

    private DataSource ten() {
        return new Cifar10.Factory()
                .create(Annotations.annotation(Cifar10.class, Map.of("folder", folder.toString())), NO_DATA);
    }

    private DataSource hundred(boolean coarse) {
        return new Cifar100.Factory()
                .create(
                        Annotations.annotation(Cifar100.class, Map.of("folder", folder.toString(), "coarse", coarse)),
                        NO_DATA);
    }

    private void writeTen(Path into) {
        for (int i = 1; i <= 5; i++) {
            IdxBytes.write(
                    into,
                    "data_batch_" + i + ".bin",
                    IdxBytes.join(record(new int[] {i}, 10 * i, 20, 250), record(new int[] {9}, 0, 1, 2)));
        }
        IdxBytes.write(into, "test_batch.bin", record(new int[] {3}, 7, 8, 9));
    }

    @Test
    void thePicturesOfAllBatchesFollowEachOther() {
        writeTen(folder);

        assertThat(ten().facts())
                .isEqualTo(new DataFacts(10, 1, List.of(3, 32, 32), Optional.of(new ValueRange(0, 255))));
        Dataset data = ten().load();
        assertThat(data.training().labels()).containsExactly(1, 9, 2, 9, 3, 9, 4, 9, 5, 9);
        float[] third = data.training().values(2, 3);
        assertThat(third).startsWith(20, 21, 20).endsWith(250);
        assertThat(third[1024]).isEqualTo(20);
        assertThat(third[1023]).isEqualTo(20);
        assertThat(data.validation().labels()).containsExactly(3);
    }

    @Test
    void theFolderAroundThemIsEnough() throws IOException {
        writeTen(Files.createDirectories(folder.resolve("cifar-10-batches-bin")));

        assertThat(ten().facts().trainingExamples()).isEqualTo(10);
    }

    @Test
    void labelsAreFineOrCoarse() {
        IdxBytes.write(folder, "train.bin", record(new int[] {19, 99}, 1, 2, 3));
        IdxBytes.write(folder, "test.bin", record(new int[] {0, 5}, 1, 2, 3));

        assertThat(hundred(false).load().training().labels()).containsExactly(99);
        assertThat(hundred(true).load().training().labels()).containsExactly(19);
        assertThat(hundred(true).load().training().values()).startsWith(1, 2, 1).endsWith(3);
    }

    @Test
    void missingFilesAreNamed() {
        writeTen(folder);
        folder.resolve("data_batch_4.bin").toFile().delete();

        assertThatThrownBy(this::ten)
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContainingAll("the binary version", "without data_batch_4.bin; set cifar10.folder");
        assertThatThrownBy(() -> hundred(false)).hasMessageContaining("set cifar100.folder");
    }

    @Test
    void damagedFilesAreNamedWithTheirOffset() {
        writeTen(folder);
        IdxBytes.write(folder, "data_batch_2.bin", new byte[3072]);
        assertThatThrownBy(() -> ten().facts())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll("data_batch_2.bin, byte 0", "records of 3073 bytes", "3072 bytes in all");
        IdxBytes.write(
                folder,
                "data_batch_2.bin",
                IdxBytes.join(record(new int[] {1}, 0, 0, 0), record(new int[] {10}, 0, 0, 0)));
        assertThatThrownBy(() -> ten().load())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll("data_batch_2.bin, byte 3073", "a label of 0 to 9", "found 10");
    }

    @Test
    void newFilesAreReadWithTheLabelThatTheRunHas(@TempDir Path elsewhere) {
        IdxBytes.write(folder, "train.bin", record(new int[] {19, 99}, 1, 2, 3));
        IdxBytes.write(folder, "test.bin", record(new int[] {0, 5}, 1, 2, 3));
        Path other = IdxBytes.write(elsewhere, "mine.bin", record(new int[] {7, 42}, 9, 2, 3));

        assertThat(hundred(false).read(other).orElseThrow().labels()).containsExactly(42);
        assertThat(hundred(true).read(other).orElseThrow().labels()).containsExactly(7);
        assertThat(hundred(true).read(other).orElseThrow().values()).startsWith(9, 10, 9);
        assertThatThrownBy(() -> hundred(true).read(elsewhere))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll(elsewhere.toString(), "found a folder");
    }
}
