package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.equipoise.app.CommandLineHere.Told;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file of docs/extending.md at work in a user's project, of which the application knows nothing but a folder. */
class ExtensionTest {

    /** 256 examples in batches of 64: two epochs of four steps. */
    private static final String EXAMPLES = "circle.examples=256";

    private static final String EPOCHS = "experiment.epochs=2";
    private static final String SMALL = EXAMPLES + ";" + EPOCHS;

    @TempDir
    private static Path folder;

    private static UserProject project;

    @BeforeAll
    static void compile() throws IOException {
        project = new UserProject(folder);
        assertThat(project.compile(UserProject.blocks(UserProject.page("docs/extending.md"))))
                .hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void theReadmesFilesCompileToo(@TempDir Path other) throws IOException {
        String imports = Stream.of("balance", "data", "experiment", "losses", "model", "part", "schedules")
                .map(name -> "import dev.equipoise." + name + ".*;\n")
                .reduce("package com.example;\nimport java.lang.annotation.*;\n", String::concat);
        List<String> sources = UserProject.blocks(UserProject.page("README.md")).stream()
                .map(imports::concat)
                .toList();

        assertThat(new UserProject(other).compile(sources)).contains("com.example.HalvingBeta");
    }

    @Test
    void theFilesThatUseTrainedModelsCompileToo(@TempDir Path other) throws IOException {
        assertThat(new UserProject(other).compile(UserProject.blocks(UserProject.page("docs/models.md"))))
                .containsExactlyInAnyOrder("com.example.Decoder", "com.example.Samples");
    }

    @Test
    void listAndDescribeKnowThemWithoutRegistration() {
        FakeTerminal listed = new FakeTerminal();
        FakeTerminal described = new FakeTerminal();
        String classes = project.classes().toString();

        assertThat(Main.run(listed.plain(), "list", "--classpath", classes)).isZero();
        assertThat(Main.run(described.plain(), "--classpath", classes, "describe", "circle", "--set", "circle.noise=1"))
                .isZero();

        assertThat(listed.out()).contains("com.example.CircleExperiment", "@PatientBeta", "com.example.CircleByHand");
        assertThat(described.out())
                .containsPattern("circle.noise +1 +--set")
                .containsPattern("patientBeta.squaredError +0.1 +squared error per example +annotation")
                .containsPattern("encoder.1 +Residual\\[] +32 +1,056");
    }

    @Test
    void theCommandLineTrainsWithEveryOneOfThem() throws IOException, InterruptedException {
        AtomicReference<String> pushed = new AtomicReference<>("");
        HttpServer gateway = gateway(pushed);
        Files.writeString(
                folder.resolve("metrics.yaml"),
                "pushgateway.url: http://127.0.0.1:" + gateway.getAddress().getPort() + "\n");
        ChildJvm.Ended ended = new ChildJvm(ChildJvm.userClassPath(), folder, Map.of("EQUIPOISE_SET", SMALL))
                .run(
                        "dev.equipoise.app.Main",
                        "--classpath",
                        project.classes().toString(),
                        "run",
                        "circle",
                        "--device",
                        "cpu",
                        "--runs",
                        "there",
                        "--metrics-port",
                        "0",
                        "--metrics-config",
                        "metrics.yaml",
                        "--set",
                        "circle.noise=1",
                        "--set",
                        "patientBeta.squaredError=1e6",
                        "--set",
                        "halvingLearningRate.every=1",
                        "--set",
                        "residualVae.latent=3")
                .well();
        pasted(ended.out());
        gateway.stop(0);

        Path run = onlyRun("there/circle");
        JsonNode plan = json(run.resolve("plan.json"));
        JsonNode summary = json(run.resolve("summary.json"));
        Map<String, Double> first = epoch(run, 1);
        Map<String, Double> second = epoch(run, 2);
        assertThat(ended.out()).contains("circle completed");
        assertThat(StreamSupport.stream(plan.get("parts").spliterator(), false)
                        .filter(part -> part.get("class").asText().startsWith("com.example."))
                        .map(part -> part.get("role").asText() + " "
                                + part.get("key").asText()))
                .containsExactly(
                        "DataSource circle",
                        "Preprocessing divideByLargest",
                        "Augmentation loudness",
                        "Architecture residualVae",
                        "Prior scaledPrior",
                        "LossTerm sparseMeans",
                        "BalancingStrategy patientBeta",
                        "LearningRate halvingLearningRate",
                        "RunListener largestLatent",
                        "StoppingRule stopWhenGood");
        assertThat(summary.get("status").asText()).isEqualTo("completed");
        assertThat(summary.get("steps").asLong()).isEqualTo(8);

        // The strategy: every reading is good enough, so beta grows by 1 % a step.
        assertThat(first.get("beta")).isCloseTo(mean(0, 4, k -> 0.005 * Math.pow(1.01, k)), within(1e-12));
        assertThat(second.get("beta")).isCloseTo(mean(4, 8, k -> 0.005 * Math.pow(1.01, k)), within(1e-12));
        assertThat(summary.get("betaFinal").asDouble()).isCloseTo(0.005 * Math.pow(1.01, 7), within(1e-12));
        // The learning rate: halved after every epoch.
        assertThat(first.get("learning_rate")).isCloseTo(0.01, within(1e-12));
        assertThat(second.get("learning_rate")).isCloseTo(0.005, within(1e-12));
        // The term: what of the loss is neither reconstruction nor divergence, a hundredth of a few units.
        assertThat(first.get("loss") - first.get("reconstruction") - 0.005 * first.get("divergence"))
                .isBetween(1e-3, 0.1);
        // The architecture: as many latents as it was set to have.
        assertThat(summary.at("/train/klPerLatent").size()).isEqualTo(3);
        // The meter: of three latents the largest holds at least a third.
        assertThat(pushed.get().lines().filter(line -> line.startsWith("largest_latent_ratio{")))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("largest_latent_ratio{experiment=\"circle\",run=\"" + run.getFileName() + "\"} ")
                        .satisfies(it -> assertThat(Double.parseDouble(it.replaceAll(".* ", "")))
                                .isBetween(1 / 3.0, 1.0)));
        assertThat(pushed.get()).contains("state=\"completed\"} 1.0", "vae_steps_total{");
        // The data and the step: variances of 3/2 in each feature, divided by a largest value of about 3.5 squared.
        assertThat(first.get("squared_error")).isBetween(0.1, 0.6);
    }

    @Test
    void aProgramTrainsWithThem() throws IOException, InterruptedException {
        ChildJvm.Ended ended = withTheProject().run("com.example.Program").well();

        assertThat(ended.out()).containsPattern("COMPLETED: files in runs.circle.");
        Path run = onlyRun("runs/circle");
        // No reading is good enough, so beta waits; values of the circle divided by little more than 1.
        assertThat(json(run.resolve("summary.json")).get("betaFinal").asDouble())
                .isEqualTo(0.005);
        assertThat(epoch(run, 1).get("squared_error")).isBetween(0.7, 1.1);
    }

    @Test
    void aPartFromAMethodTrainsToo() throws IOException {
        run("circle-by-hand", "there", "--set", EPOCHS);

        Path run = onlyRun("there/circle-by-hand");
        // Of each epoch's last step.
        assertThat(epoch(run, 1).get("learning_rate")).isCloseTo(0.01 / (1 + 10 * 3 / 8.0), within(1e-12));
        assertThat(epoch(run, 2).get("learning_rate")).isCloseTo(0.01 / (1 + 10 * 7 / 8.0), within(1e-12));
    }

    @Test
    void theTestsOfTheDocumentedPartsPass() throws IOException, InterruptedException {
        String tests = """
                package com.example;

                public final class Tests {
                    public static void main(String... arguments) {
                        LoudnessTest loudness = new LoudnessTest();
                        loudness.itKeepsTheNumberOfElementsAndAllAreFinite();
                        loudness.theSameDrawGivesTheSameExampleWhateverCameBefore();
                        loudness.otherEpochsAndOtherExamplesAreChangedOtherwise();
                        loudness.theElementsOfAnExampleHaveOneFactor();
                        PatientBetaTest beta = new PatientBetaTest();
                        beta.betaGrowsToItsFullValueOnceTheReconstructionIsGoodEnough();
                        System.out.println("all passed");
                    }
                }
                """;
        List<Path> libraries = Stream.concat(Stream.of(project.classes()), ChildJvm.userClassPath().stream())
                .toList();
        project.compile(List.of(tests), libraries);

        assertThat(withTheProject().run("com.example.Tests").well().out()).contains("all passed");
    }

    @Test
    void aDatasetOfDjlIsTrainedOnAndItsLatentsHaveItsLabels() throws IOException {
        String classes = project.classes().toString();
        FakeTerminal rehearsed = new FakeTerminal();
        assertThat(Main.run(
                        rehearsed.plain(),
                        "--classpath",
                        classes,
                        "run",
                        "corners-by-djl",
                        "--dry-run",
                        "--device",
                        "cpu"))
                .isZero();
        assertThat(rehearsed.out()).contains("256 training and 64 validation examples");
        Told trained = CommandLineHere.execute(
                "--classpath",
                classes,
                "run",
                "corners-by-djl",
                "--device",
                "cpu",
                "--metrics-port",
                "0",
                "--set",
                EPOCHS,
                "--runs",
                folder.resolve("corners").toString());
        assertThat(trained.code()).as(trained.err()).isZero();
        Path run = onlyRun("corners/corners-by-djl");

        Told latents = CommandLineHere.execute("--classpath", classes, "latents", run.toString(), "--device", "cpu");

        assertThat(latents.code()).as(latents.err()).isZero();
        assertThat(json(run.resolve("summary.json")).get("steps").asInt()).isEqualTo(8);
        assertThat(Files.readAllLines(run.resolve("latents/latents.csv")))
                .hasSize(65)
                .satisfies(lines -> assertThat(lines.get(4)).startsWith("3,"));
    }

    @Test
    void describeShowsTheLayersOfACritic() {
        FakeTerminal described = new FakeTerminal();
        String classes = project.classes().toString();

        assertThat(Main.run(described.plain(), "--classpath", classes, "describe", "circle", "--with", "aggregateKl"))
                .isZero();

        assertThat(described.out()).containsPattern("critic.aggregateKl.2 +Dense\\[units=1] +1 +65");
    }

    @Test
    void aTermWithACriticMeasuresThroughIt() throws IOException {
        run("circle", "criticised", "--with", "aggregateKl", "--set", "experiment.epochs=3");

        assertThat(Files.readAllLines(onlyRun("criticised/circle").resolve("metrics.csv")))
                .filteredOn(line -> line.startsWith("step,train,10,"))
                .singleElement()
                .asString()
                .containsPattern(
                        ",aggregateKl=[-0-9.E]+ sparseMeans=[-0-9.E]+ aggregateKl.critic=[-0-9.E]+,[-0-9.E]+$");
    }

    @Test
    void aStoppingRuleEndsARunBeforeItsLastEpoch() throws IOException {
        run("circle", "stopped", "--without", "patientBeta", "--set", EPOCHS, "--set", "stopWhenGood.squaredError=1e6");

        JsonNode summary = json(onlyRun("stopped/circle").resolve("summary.json"));
        assertThat(summary.get("status").asText()).isEqualTo("stopped");
        assertThat(summary.get("steps").asLong()).isEqualTo(4);
        assertThat(summary.get("reason").asText()).startsWith("the squared error on validation is 0.");
    }

    /** Takes what is pushed; the last body stays. */
    /** The command at the end of a run works as it is printed, in the folder where the run was begun. */
    private static void pasted(String printed) throws IOException, InterruptedException {
        String label = "export the model with";
        String line = printed.lines()
                .filter(text -> text.contains(label))
                .map(text ->
                        text.substring(text.indexOf(label) + label.length()).strip())
                .collect(Collectors.joining());
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("pasted.txt").toFile());
        shell.environment().merge("PATH", System.getProperty("java.home") + "/bin", (path, java) -> java + ":" + path);
        int code = shell.start().waitFor();
        String said = Files.readString(folder.resolve("pasted.txt"));
        assertThat(code).as("%s%n%s", line, said).isZero();
        assertThat(said).contains("model.safetensors");
    }

    private static HttpServer gateway(AtomicReference<String> pushed) throws IOException {
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/metrics/job/equipoise/experiment/circle/run/", exchange -> {
            pushed.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        gateway.start();
        return gateway;
    }

    private static ChildJvm withTheProject() {
        List<Path> classPath = Stream.concat(Stream.of(project.classes()), ChildJvm.userClassPath().stream())
                .toList();
        return new ChildJvm(classPath, folder, Map.of("EQUIPOISE_SET", SMALL));
    }

    /** An experiment of the project from the command line, in this process. */
    private static void run(String experiment, String runs, String... options) {
        Stream<String> usual = Stream.of("--classpath", project.classes().toString(), "run", experiment);
        Stream<String> here = Stream.of(
                "--device", "cpu", "--runs", folder.resolve(runs).toString(), "--metrics-port", "0", "--set", EXAMPLES);
        Told told = CommandLineHere.execute(Stream.of(usual, here, Stream.of(options))
                .flatMap(words -> words)
                .toArray(String[]::new));
        assertThat(told.code()).as(told.err()).isZero();
    }

    private static double mean(int from, int to, IntToDoubleFunction value) {
        return IntStream.range(from, to).mapToDouble(value).average().orElseThrow();
    }

    private static Path onlyRun(String parent) throws IOException {
        try (Stream<Path> runs = Files.list(folder.resolve(parent))) {
            List<Path> all = runs.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(file));
    }

    /** The training row of an epoch in metrics.csv, by column; empty cells and the named measures are left out. */
    private static Map<String, Double> epoch(Path run, int epoch) throws IOException {
        List<String> lines = Files.readAllLines(run.resolve("metrics.csv"));
        List<String> columns = List.of(lines.get(0).split(",", -1));
        String[] row = lines.stream()
                .filter(line -> line.startsWith("epoch,train,"))
                .map(line -> line.split(",", -1))
                .filter(cells -> cells[columns.indexOf("epoch")].equals(Integer.toString(epoch)))
                .findFirst()
                .orElseThrow();
        Map<String, Double> numbers = new HashMap<>();
        for (int i = 2; i < row.length; i++) {
            if (!row[i].isEmpty() && !columns.get(i).equals("terms")) {
                numbers.put(columns.get(i), Double.valueOf(row[i]));
            }
        }
        return numbers;
    }
}
