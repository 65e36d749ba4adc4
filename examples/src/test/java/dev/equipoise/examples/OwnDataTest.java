package dev.equipoise.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.app.Equipoise;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.SplitEvaluation;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples whose data are yours: they train on such data, and their errors say what is missing. */
class OwnDataTest {

    @TempDir
    Path folder;

    private RunReport run(Class<?> experiment, String key, String value, boolean fast) {
        return Equipoise.run(
                experiment,
                new Overrides(List.of(new Setting(key, value, "test")), List.of(), Set.of(), fast),
                new RunOptions(EngineName.PYTORCH, "cpu", folder.resolve("runs"), Monitoring.onPort(0)));
    }

    @Test
    void aFolderOfPicturesTrains() throws IOException {
        Random random = new Random(1);
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        for (int i = 0; i < 20; i++) {
            BufferedImage picture = new BufferedImage(80, 70, BufferedImage.TYPE_INT_RGB);
            picture.createGraphics().fillOval(random.nextInt(40), random.nextInt(30), 20 + i, 30);
            ImageIO.write(picture, "png", pictures.resolve(i + ".png").toFile());
        }

        assertThat(run(FolderKlTarget.class, "imageFolder.folder", pictures.toString(), true)
                        .status())
                .isEqualTo(RunStatus.COMPLETED);
        assertThatThrownBy(() -> run(FolderKlTarget.class, "imageFolder.folder", "nowhere", true))
                .hasMessageContaining("not there")
                .hasMessageContaining("put PNG, JPEG, GIF or BMP files there, or set imageFolder.folder");
    }

    @Test
    void aTableOfPenguinsTrainsAndGainsInEveryGroup() throws IOException {
        Random random = new Random(2);
        StringBuilder text = new StringBuilder(
                "species,island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year\n");
        for (int i = 0; i < 344; i++) {
            int kind = i % 3;
            String length = random.nextInt(20) == 0
                    ? "NA"
                    : String.format(Locale.ROOT, "%.1f", 38 + 5 * kind + random.nextGaussian());
            text.append(List.of("Adelie", "Chinstrap", "Gentoo").get(kind))
                    .append(',')
                    .append(List.of("Torgersen", "Dream", "Biscoe").get(kind))
                    .append(',')
                    .append(length)
                    .append(String.format(Locale.ROOT, ",%.1f", 19 - 2 * kind + 0.5 * random.nextGaussian()))
                    .append(",")
                    .append(190 + 12 * kind + random.nextInt(9))
                    .append(",")
                    .append(3_700 + 600 * kind + 25 * random.nextInt(20))
                    .append(random.nextBoolean() ? ",female," : random.nextInt(9) == 0 ? ",NA," : ",male,")
                    .append(2007 + random.nextInt(3))
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("penguins.csv"), text);

        SplitEvaluation validation = run(TablePenguins.class, "csvData.file", file.toString(), false)
                .validation()
                .orElseThrow();

        assertThat(validation.gained()).containsOnlyKeys("gaussianColumns", "categoricalColumns");
        assertThat(validation.gained().get("gaussianColumns")).isGreaterThan(0.5);
        assertThat(validation.gained().get("categoricalColumns")).isGreaterThan(0.2);
    }
}
