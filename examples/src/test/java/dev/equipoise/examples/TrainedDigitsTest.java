package dev.equipoise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.Equipoise;
import dev.equipoise.data.Digits;
import dev.equipoise.data.Split;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.ModelView.Encoded;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.TrainedModel;
import dev.equipoise.run.TrainedModel.Which;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the example shows of a small model after five epochs. */
@Tag("slow")
class TrainedDigitsTest {

    private static final int LINES = 7;
    private static final int COLUMNS = 14;
    private static final int GAP = 2;

    @TempDir
    private static Path folder;

    private static Path run = Path.of("");
    private static String text = "";

    @BeforeAll
    static void train() {
        RunReport report = Equipoise.run(
                DigitsCyclical.class,
                new Overrides(
                        List.of(
                                new Setting("experiment.epochs", "5", "test"),
                                new Setting("mlpVae.hidden", "64", "test"),
                                new Setting("cyclicalAnnealing.cycles", "1", "test")),
                        List.of(),
                        Set.of(),
                        false),
                new RunOptions(EngineName.MXNET, "cpu", folder.resolve("runs"), Monitoring.onPort(0)));
        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        run = report.directory();
        Told told = tell(run.toString());
        assertThat(told.code()).as(told.err()).isZero();
        text = told.out();
    }

    private record Told(int code, String out, String err) {}

    private static Told tell(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = TrainedDigits.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
        return new Told(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The lines below the heading that begins so, up to the next one. */
    private static List<String> below(String heading) {
        return text.lines()
                .dropWhile(line -> !line.startsWith(heading))
                .skip(1)
                .takeWhile(line -> !line.matches("[A-Z].*"))
                .toList();
    }

    /** The pictures of a band of lines, each as one text of its characters. */
    private static List<String> pictures(List<String> lines) {
        return IntStream.range(0, 5)
                .map(picture -> picture * (COLUMNS + GAP))
                .mapToObj(from -> lines.stream()
                        .limit(LINES)
                        .map(line -> line + " ".repeat(5 * (COLUMNS + GAP) - line.length()))
                        .reduce("", (all, line) -> all + line.substring(from, from + COLUMNS)))
                .toList();
    }

    private static List<String> digits() {
        return pictures(below("Digits"));
    }

    private static List<String> reconstructions() {
        return pictures(below("Digits").subList(LINES, 2 * LINES));
    }

    private static double distance(String one, String other) {
        return IntStream.range(0, one.length())
                .map(i -> Pictures.INK.indexOf(one.charAt(i)) - Pictures.INK.indexOf(other.charAt(i)))
                .map(difference -> difference * difference)
                .sum();
    }

    @Test
    void aReconstructionIsNearerToItsDigitThanTheMeanDigitIs() {
        Split training = Digits.Factory.source().load().training();
        float[] mean = new float[training.elements()];
        float[] values = training.values();
        for (int i = 0; i < values.length; i++) {
            mean[i % mean.length] += values[i] / training.examples();
        }
        String meanDigit = pictures(Pictures.of(mean).lines().toList()).get(0);

        for (int i = 0; i < 5; i++) {
            assertThat(distance(digits().get(i), reconstructions().get(i)))
                    .as(text)
                    .isLessThan(0.7 * distance(digits().get(i), meanDigit))
                    .isPositive();
        }
    }

    @Test
    void thePicturesAreThoseOfTheFirstDigitsOfTheValidationSplit() {
        float[] first = Digits.Factory.source().load().validation().first(5).values();

        assertThat(below("Digits").subList(0, LINES))
                .containsExactlyElementsOf(Pictures.of(first).lines().toList());
        assertThat(digits()).doesNotHaveDuplicates();
    }

    @Test
    void theSurestLatentsAreNamedWithTheirNumbers() {
        float[] digit = Digits.Factory.source().load().validation().first(1).values();
        try (TrainedModel model = Equipoise.load(DigitsCyclical.class, run, Which.BEST, RunOptions.defaults())) {
            Encoded encoded = model.encode(digit);
            List<String> expected = IntStream.range(0, 16)
                    .boxed()
                    .sorted((a, b) -> Float.compare(encoded.logVariances()[a], encoded.logVariances()[b]))
                    .map(m -> String.format(
                            Locale.ROOT,
                            "latent %d: mean %.3f, standard deviation %.3f",
                            m,
                            encoded.means()[m],
                            Math.sqrt(Math.exp(encoded.logVariances()[m]))))
                    .toList();

            assertThat(below("The two latents")).startsWith(expected.get(0), expected.get(1));
        }
    }

    @Test
    void theWayFromOneDigitToAnotherBeginsAndEndsWithTheirReconstructions() {
        List<String> way = pictures(below("From the first digit"));

        assertThat(way.get(0)).isEqualTo(reconstructions().get(0));
        assertThat(way.get(4)).isEqualTo(reconstructions().get(1));
        assertThat(way).doesNotHaveDuplicates();
    }

    @Test
    void samplesDifferAndComeAgainWithTheirSeed() {
        assertThat(pictures(below("Samples"))).doesNotHaveDuplicates().doesNotContainAnyElementsOf(reconstructions());
        assertThat(tell(run.toString()).out()).isEqualTo(text);
    }

    @Test
    void aTerminalOfEightyColumnsIsWideEnough() {
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(80));
        assertThat(below("Digits")).hasSize(2 * LINES + 1);
        assertThat(Stream.of("From the first digit", "Samples").map(heading -> pictures(below(heading))))
                .allSatisfy(pictures -> assertThat(pictures).noneMatch(String::isBlank));
    }

    @Test
    void whatIsNoRunOrTheRunOfAnotherExperimentIsToldSo() throws IOException {
        assertThat(tell().err()).startsWith("usage: ");
        assertThat(tell(folder.toString()))
                .isEqualTo(new Told(
                        1,
                        "",
                        folder + " must be the directory of a run, such as runs/<experiment>/<run>,"
                                + " but plan.json is missing" + System.lineSeparator()));

        Path other = Files.createDirectory(folder.resolve("other"));
        for (String name : List.of("plan.json", "environment.json")) {
            String file = Files.readString(run.resolve(name));
            Files.writeString(other.resolve(name), file.replace("mlpVae.hidden", "klTarget.nats"));
        }
        Told told = tell(other.toString());
        assertThat(told.code()).isEqualTo(1);
        assertThat(told.err()).contains("klTarget.nats");
    }
}
