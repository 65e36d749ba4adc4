package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.app.ChildJvm.Ended;
import dev.equipoise.app.CommandLineHere.Told;
import dev.equipoise.data.GaussianData;
import dev.equipoise.data.IdxData;
import dev.equipoise.data.Scale;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.MlpVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.TrainedModel;
import dev.equipoise.run.TrainedModel.Which;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {

    private static final float[] PREPROCESSED = {0.5f, -1, 2, 0.25f, -0.125f};

    @TempDir
    Path folder;

    private final List<float[]> means = new ArrayList<>();
    private final List<float[]> raw = new ArrayList<>();

    @Experiment(name = "exported", epochs = 3, batchSize = 16)
    @GaussianData(examples = 160)
    @Standardize
    @MlpVae(hidden = 8, latent = 2)
    static final class Exported {}

    @Test
    void aRunsWeightsAreWrittenAndItsModelWorksInTheUnitsOfTheData() throws IOException {
        RunsHere runs = new RunsHere(EngineName.PYTORCH, folder.resolve("runs"));
        Path run = runs.run(runs.plan(Exported.class), stop -> new RunListener() {
                    @Override
                    public void epochFinished(EpochFinished event) {
                        means.add(event.model().encode(PREPROCESSED).means());
                        raw.add(event.model().undoPreprocessing(PREPROCESSED));
                    }
                })
                .directory();

        Told told = CommandLineHere.execute(
                "export", run.toString(), "--out", folder.resolve("weights").toString());

        assertThat(told.code()).as(told.err()).isZero();
        assertThat(told.out())
                .contains("the weights after 30 steps")
                .contains("decoder-0000.params")
                .containsPattern("model\\.safetensors  [1-9][0-9]{0,2},[0-9]{3} bytes");
        JsonNode weights = header(folder.resolve("weights/model.safetensors"));
        assertThat(weights.has("encoder.head.weight")).isTrue();
        assertThat(weights.at("/__metadata__/experiment").asText()).isEqualTo("exported");
        assertThat(weights.at("/__metadata__/steps").asText()).isEqualTo("30");
        assertThat(folder.resolve("weights/encoder-0000.params")).isNotEmptyFile();
        assertThat(run.resolve("export")).doesNotExist();

        RunOptions options = new RunOptions(EngineName.PYTORCH, "cpu", folder, Monitoring.onPort(0));
        try (TrainedModel model = Equipoise.load(Exported.class, run, Which.LAST, options)) {
            assertThat(model.encode(raw.get(2)).means()).containsExactly(means.get(2), Offset.offset(1e-4f));
            assertThat(model.encode(raw.get(2)).means()).doesNotContain(means.get(0), Offset.offset(1e-4f));
        }
    }

    @Test
    void theBestCheckpointIsAskedForAsTheHelpNamesIt() {
        RunsHere runs = new RunsHere(EngineName.PYTORCH, folder.resolve("runs"));
        Path run = runs.run(runs.plan(Exported.class, "experiment.epochs=2"), stop -> new RunListener() {
                    @Override
                    public void stepFinished(StepFinished event) {
                        if (event.step() == 12) {
                            stop.make();
                        }
                    }
                })
                .directory();

        Told last = CommandLineHere.execute("export", run.toString(), "--checkpoint", "last");
        Told best = CommandLineHere.execute("export", run.toString(), "--checkpoint", "best", "--overwrite");

        assertThat(last.out()).contains("the weights after 13 steps (checkpoint \"terminated\")");
        assertThat(best.out()).contains("the weights after 10 steps (checkpoint \"best\")");
    }

    @Test
    void anExportReplacesNoFileUnlessItIsToldTo() throws IOException {
        RunsHere runs = new RunsHere(EngineName.PYTORCH, folder.resolve("runs"));
        Path run = runs.run(runs.plan(Exported.class, "experiment.epochs=1")).directory();
        Path weights = Files.createDirectory(folder.resolve("weights"));
        Path theirs = Files.writeString(weights.resolve("encoder-0000.params"), "of another model");
        String[] export = {"export", run.toString(), "--out", weights.toString()};

        Told refused = CommandLineHere.execute(export);

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains(weights + " already has encoder-0000.params; choose another folder")
                .contains("--overwrite");
        assertThat(theirs).hasContent("of another model");
        assertThat(weights.resolve("model.safetensors")).doesNotExist();

        Told replaced = CommandLineHere.execute("export", run.toString(), "--out", weights.toString(), "--overwrite");

        assertThat(replaced.code()).as(replaced.err()).isZero();
        assertThat(Files.size(theirs)).isGreaterThan(100);
        assertThat(CommandLineHere.execute(export).err())
                .contains("already has model.safetensors, encoder-0000.params, decoder-0000.params;");
    }

    @Test
    void aFolderOfRunsStandsForItsNewest() throws IOException {
        RunsHere runs = new RunsHere(EngineName.PYTORCH, folder.resolve("runs"));
        Path older = runs.run(runs.plan(Exported.class, "experiment.epochs=1")).directory();
        Path newer = runs.run(runs.plan(Exported.class, "experiment.epochs=1")).directory();
        Files.setLastModifiedTime(older.resolve("metrics.csv"), FileTime.from(Instant.EPOCH));

        for (Path named : List.of(newer.getParent(), folder.resolve("runs"))) {
            Told told = CommandLineHere.execute("export", named.toString(), "--overwrite");
            assertThat(told.code()).as(told.err()).isZero();
            assertThat(told.out()).contains(newer.resolve("export").toString());
        }
        Told resumed = CommandLineHere.execute("resume", newer.getParent().toString(), "--metrics-port", "0");
        assertThat(resumed.out()).contains("files in " + newer);
    }

    /** The folder of runs is found from the working directory, so this is a process of its own. */
    @Test
    void latestStandsForTheNewestRunOfTheWorkingDirectory() throws IOException, InterruptedException {
        ChildJvm here = new ChildJvm(ChildJvm.ownClassPath(), folder, Map.of());
        Ended none = here.run("dev.equipoise.app.Main", "export", "latest");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("latest means the newest run in the folder runs", "but there is no run in it");

        RunsHere runs = new RunsHere(EngineName.PYTORCH, folder.resolve("runs"));
        Path run = runs.run(runs.plan(Exported.class, "experiment.epochs=1")).directory();

        assertThat(here.run("dev.equipoise.app.Main", "export", "latest").well().out())
                .contains("runs/exported/" + run.getFileName() + "/export/model.safetensors");
    }

    @Test
    void whatIsNoRunOrHasNoCheckpointIsToldSo() throws IOException {
        assertThat(CommandLineHere.execute("export", folder.toString()).code()).isEqualTo(65);

        RunsHere runs = new RunsHere(EngineName.PYTORCH, folder.resolve("runs"));
        Path run = runs.run(runs.plan(Exported.class, "experiment.epochs=1")).directory();
        for (Path checkpoint : checkpoints(run)) {
            Files.delete(checkpoint.resolve("params.bin"));
        }
        Told told = CommandLineHere.execute("export", run.toString());

        assertThat(told.code()).isEqualTo(65);
        assertThat(told.err()).contains(run.toString()).contains("has no complete one");
    }

    @Experiment(name = "of-files", epochs = 2, batchSize = 8)
    @IdxData(folder = "given by --set", train = "train", validation = "validation")
    @Scale
    @MlpVae(hidden = 8, latent = 2)
    static final class OfFiles {}

    @Test
    void aTrainedModelIsAtWorkWhereItsDataAreNoMore() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.write(data.resolve("train"), images(24));
        Files.write(data.resolve("validation"), images(8));
        RunsHere runs = new RunsHere(EngineName.PYTORCH, folder.resolve("runs"));
        Path run = runs.run(runs.plan(OfFiles.class, "idxData.folder=" + data)).directory();
        RunOptions options = new RunOptions(EngineName.PYTORCH, "cpu", folder, Monitoring.onPort(0));
        float[] image = {0, 255, 17, 4, 0, 200};
        float[] before = means(run, options, image);

        Files.delete(data.resolve("train"));
        Files.delete(data.resolve("validation"));
        Files.delete(data);

        assertThat(means(run, options, image)).containsExactly(before);
        Told told = CommandLineHere.execute("export", run.toString());
        assertThat(told.code()).as(told.err()).isZero();
        assertThat(header(run.resolve("export/model.safetensors"))
                        .at("/__metadata__/preprocessing")
                        .asText())
                .contains("scale");
        Told resumed = CommandLineHere.execute("resume", run.toString(), "--metrics-port", "0");
        assertThat(resumed.code()).isEqualTo(64);
        assertThat(resumed.err()).contains("which is not there");
    }

    /** Of a file in the safetensors format. */
    private static JsonNode header(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(bytes.getLong());
        return new ObjectMapper().readTree(bytes.array(), Long.BYTES, length);
    }

    private static float[] means(Path run, RunOptions options, float[] image) {
        try (TrainedModel model = Equipoise.load(OfFiles.class, run, Which.LAST, options)) {
            return model.encode(image).means();
        }
    }

    /** So many images of 2 by 3 bytes as an IDX file. */
    private static byte[] images(int count) {
        ByteBuffer file = ByteBuffer.allocate(16 + 6 * count)
                .putInt(0x803)
                .putInt(count)
                .putInt(2)
                .putInt(3);
        for (int i = 0; i < 6 * count; i++) {
            file.put((byte) (i * i * 37));
        }
        return file.array();
    }

    private static List<Path> checkpoints(Path run) throws IOException {
        try (var found = Files.list(run.resolve("checkpoints"))) {
            return found.toList();
        }
    }
}
