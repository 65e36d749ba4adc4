package dev.equipoise.data;

import static dev.equipoise.data.Annotations.NO_DATA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.ValueRange;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsTest {

    private final DataSource digits =
            new Digits.Factory().create(Annotations.annotation(Digits.class, Map.of()), NO_DATA);

    @Test
    void theHeadersTellTheFacts() {
        assertThat(digits.facts())
                .isEqualTo(new DataFacts(6_000, 1_000, List.of(1, 28, 28), Optional.of(new ValueRange(0, 255))));
    }

    @Test
    void everyClassIsThereEquallyOften() {
        Dataset data = digits.load();

        for (int digit = 0; digit < 10; digit++) {
            int label = digit;
            assertThat(Arrays.stream(data.training().labels()).filter(l -> l == label))
                    .hasSize(600);
            assertThat(Arrays.stream(data.validation().labels()).filter(l -> l == label))
                    .hasSize(100);
        }
    }

    @Test
    void theDigitsAreShuffled() {
        int[] labels = digits.load().training().labels();

        for (int start = 0; start < labels.length; start += 1_000) {
            int[] part = Arrays.copyOfRange(labels, start, start + 1_000);
            for (int digit = 0; digit < 10; digit++) {
                int label = digit;
                assertThat(Arrays.stream(part).filter(l -> l == label).count()).isBetween(65L, 135L);
            }
        }
    }

    @Test
    void everyDigitHasInkAndUsesTheWholeRange() {
        Split training = digits.load().training();

        for (int n = 0; n < training.examples(); n++) {
            float[] image = training.values(n, n + 1);
            double ink = 0;
            float max = 0;
            for (float pixel : image) {
                ink += pixel / (784 * 255.0);
                max = Math.max(max, pixel);
            }
            assertThat(ink).isBetween(0.01, 0.5);
            assertThat(max).isBetween(200f, 255f);
        }
        assertThat(PreprocessedData.load(digits, List.of()).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "train-images-idx3-ubyte.gz, 905057b74ec18cef2923cb39956c87ae1deffc14bc10050537c3cbbc97c2a126",
        "train-labels-idx1-ubyte.gz, 242945c0f82e12fd802cbf53f4e086faa3ad1ec8b10b615e27c4ff5a68c05c4a",
        "validation-images-idx3-ubyte.gz, 6e4cfeb6a82dfc81f782a3289ad99b85da0e1f11ce35ea24ff0edca6fa793f89",
        "validation-labels-idx1-ubyte.gz, 219c94bd83992ce5b739773d3c0e1ff29573118d5a8535a40681c11fb273383f"
    })
    void theShippedFilesAreThoseOfTheNotice(String file, String sha256) throws Exception {
        try (InputStream in = new GZIPInputStream(Digits.class.getResourceAsStream("digits/" + file));
                InputStream notice = Digits.class.getResourceAsStream("digits/NOTICE.md")) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
            assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
            assertThat(notice).asString(StandardCharsets.UTF_8).contains("| " + file, sha256);
        }
    }
}
