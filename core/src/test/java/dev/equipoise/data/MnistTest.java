package dev.equipoise.data;

import static dev.equipoise.data.Annotations.NO_DATA;
import static dev.equipoise.data.IdxBytes.gzip;
import static dev.equipoise.data.IdxBytes.ubytes;
import static dev.equipoise.data.IdxBytes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.ValueRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {

    @TempDir
    Path folder;

    private DataSource digits() {
        return new Mnist.Factory()
                .create(Annotations.annotation(Mnist.class, Map.of("folder", folder.toString())), NO_DATA);
    }

    private DataSource clothing() {
        return new FashionMnist.Factory()
                .create(Annotations.annotation(FashionMnist.class, Map.of("folder", folder.toString())), NO_DATA);
    }

    @Test
    void theFourFilesAreFoundAsPublished() {
        write(folder, "train-images-idx3-ubyte.gz", gzip(ubytes(3, 28, 28)));
        write(folder, "train-labels-idx1-ubyte.gz", gzip(ubytes(3)));
        write(folder, "t10k-images-idx3-ubyte", ubytes(2, 28, 28));
        write(folder, "t10k-labels-idx1-ubyte", ubytes(2));

        for (DataSource source : List.of(digits(), clothing())) {
            assertThat(source.facts())
                    .isEqualTo(new DataFacts(3, 2, List.of(1, 28, 28), Optional.of(new ValueRange(0, 255))));
            assertThat(source.load().training().labels()).containsExactly(0, 1, 2);
            assertThat(source.load().validation().labels()).containsExactly(0, 1);
        }
    }

    @Test
    void theFourFilesAreFoundAsSomeArchivesUnpackThem() {
        write(folder, "train-images.idx3-ubyte", ubytes(3, 28, 28));
        write(folder, "train-labels.idx1-ubyte", ubytes(3));
        write(folder, "t10k-images.idx3-ubyte", ubytes(2, 28, 28));
        write(folder, "t10k-labels.idx1-ubyte", ubytes(2));

        assertThat(digits().load().training().labels()).hasSize(3);
        assertThat(digits().load().validation().labels()).hasSize(2);
    }

    @Test
    void missingFilesAreNamed() {
        write(folder, "train-images-idx3-ubyte", ubytes(3, 28, 28));

        assertThatThrownBy(this::clothing)
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContainingAll("t10k-images-idx3-ubyte, gzipped or not", "set fashionMnist.folder");
        assertThatThrownBy(this::digits).hasMessageContaining("set mnist.folder");
        assertThatThrownBy(() -> new Mnist.Factory()
                        .create(Annotations.annotation(Mnist.class, Map.of("folder", folder + "/none")), NO_DATA))
                .hasMessageContainingAll("not there", "set mnist.folder");
    }

    @Test
    void newFilesAreImagesLikeThoseOfTheRun(@TempDir Path elsewhere) {
        write(folder, "train-images-idx3-ubyte", ubytes(3, 28, 28));
        write(folder, "t10k-images-idx3-ubyte", ubytes(2, 28, 28));
        Path more = write(elsewhere, "more-images-idx3-ubyte.gz", gzip(ubytes(4, 28, 28)));
        write(elsewhere, "more-labels-idx1-ubyte", ubytes(4));
        Path small = write(elsewhere, "small-images-idx3-ubyte", ubytes(4, 14, 28));

        Split read = clothing().read(more).orElseThrow();

        assertThat(read.labels()).containsExactly(0, 1, 2, 3);
        assertThat(read.values()).hasSize(4 * 784).startsWith(0, 1, 2);
        assertThatThrownBy(() -> digits().read(small))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll("small-images-idx3-ubyte", "items like those of", "4x14x28");
    }
}
