package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.app.internal.doctor.EngineCheck;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

    private final FakeApplication application = new FakeApplication();

    @Test
    void listShowsEveryExperimentWithItsClass() {
        assertThat(application.execute("list")).isZero();

        assertThat(application.terminal.out())
                .contains("digits")
                .contains("letters")
                .contains(TestPlans.class.getName());
    }

    @Test
    void whereThereAreNoExperimentsListSaysWhatToDo() {
        application.experiments = List.of();

        assertThat(application.execute("list")).isZero();
        assertThat(application.terminal.out())
                .contains("no experiments found", "@Experiment", "--classpath target/classes", "java -jar", "examples");
    }

    @Test
    void listAsJsonCanBeRead() throws Exception {
        application.execute("list", "--json");

        JsonNode json = new ObjectMapper().readTree(application.terminal.out());
        assertThat(json.at("/experiments/1/name").asText()).isEqualTo("letters");
        assertThat(json.at("/experiments/1/type").asText()).isEqualTo(TestPlans.Letters.class.getName());
    }

    @Test
    void describeShowsKeysValuesUnitsOriginsShapesAndParameters() {
        assertThat(application.execute("describe", "digits")).isZero();

        assertThat(application.terminal.out())
                .containsPattern("balancing strategy\n  fixedBeta.beta +2 +per nat +--set")
                .containsPattern("tinyVae.hidden +5,4 ")
                .containsPattern("encoder.0 +Dense\\[units=5] +5 +35")
                .containsPattern("encoder.head +Dense\\[units=4] +4 +24")
                .containsPattern("decoder.1 +Dense\\[units=6] +6 +36")
                .containsPattern("in all +110")
                .containsPattern("memory in training\n  parameters +0.4 kB")
                .containsPattern("activations of a batch, estimated +[0-9.]+ kB")
                .containsPattern("shape of a datum +1 x 2 x 3")
                .containsPattern("steps in all +200")
                .contains("this plan is made by hand");
    }

    @Test
    void describeGivesTheSameBalanceInOtherConventions() throws Exception {
        application.execute("describe", "digits", "--json");

        JsonNode json = new ObjectMapper().readTree(application.terminal.out());
        assertThat(json.get("balance").findValuesAsText("convention"))
                .contains("SQUARED_ERROR", "HALF_SQUARED_ERROR", "MEAN_SQUARED_ERROR");
        assertThat(json.at("/balance/0/values/every step").asDouble()).isEqualTo(2);
        assertThat(json.at("/balance/1/values/every step").asDouble()).isEqualTo(1);
        assertThat(json.get("parameters").asLong()).isEqualTo(110);
    }

    @Test
    void everyOptionOfRunReachesTheRunner(@TempDir Path folder) throws IOException {
        Path configuration = Files.writeString(folder.resolve("metrics.yaml"), "port: 1");
        int code = application.execute(
                "run",
                "digits",
                "--engine",
                "pytorch",
                "--device",
                "cpu",
                "--runs",
                "there",
                "--metrics-port",
                "0",
                "--metrics-address",
                "localhost",
                "--metrics-config",
                configuration.toString(),
                "--linger",
                "5");

        assertThat(code).isZero();
        assertThat(application.ran)
                .isEqualTo(new RunOptions(
                        EngineName.PYTORCH,
                        "cpu",
                        Path.of("there"),
                        new Monitoring(
                                Optional.of("localhost"),
                                OptionalInt.of(0),
                                Duration.ofSeconds(5),
                                Optional.of(configuration))));
    }

    @Test
    void everyOverrideReachesThePlanInItsOrder() {
        List<Overrides> read = new ArrayList<>();
        application.planner = (type, overrides, begun) -> {
            read.add(overrides);
            return TestPlans.plan(type, overrides);
        };

        application.execute(
                "run",
                "digits",
                "--set",
                "a.b=c=d",
                "--set",
                "a.b=e",
                "--with",
                "klTarget",
                "--without",
                "scale",
                "--seed",
                "9",
                "--fast");

        assertThat(read.get(0).settings())
                .extracting(s -> s.key() + "=" + s.value() + " by " + s.origin())
                .containsExactly("a.b=c=d by --set", "a.b=e by --set", "experiment.seed=9 by --seed");
        assertThat(read.get(0).with()).containsExactly("klTarget");
        assertThat(read.get(0).without()).containsExactly("scale");
        assertThat(read.get(0).fast()).isTrue();
    }

    @Test
    void anExperimentIsFoundByItsClassToo() {
        assertThat(application.execute("run", TestPlans.Letters.class.getName()))
                .isZero();
    }

    @Test
    void completionIsAScriptForTheShellWithEveryCommand() {
        assertThat(application.execute("completion")).isZero();

        assertThat(application.terminal.out())
                .contains("complete -F")
                .contains("describe")
                .contains("--metrics-port")
                .containsPattern("_option_args=\\(.*\"experiment.epochs\"")
                .containsPattern("_option_args=\\(.*\"mlpVae\"")
                .containsPattern("NAME_pos_param_args=\\(.*\"letters\"");
    }

    @Test
    void partsShowsEveryPartWithItsKeysUnitsRangesAndDefaults() {
        assertThat(application.execute("parts")).isZero();

        assertThat(application.terminal.out())
                .startsWith("experiment\n")
                .containsPattern("experiment.epochs +[0-9]+ +epochs +a whole number .* at least 1 and at most 1000000")
                .containsPattern("(?m)^architecture$")
                .containsPattern("mlpVae.activation +RELU +one of RELU")
                .containsPattern("klTarget.nats +\\(must be set\\) +nats +a number");
    }

    @Test
    void partsShowsAPartOrTheRoleThatIsNamedAlone() {
        assertThat(application.execute("parts", "mlpVae")).isZero();
        assertThat(application.terminal.out()).contains("mlpVae.latent").doesNotContain("fixedBeta");
        assertThat(application.execute("parts", "balancing strategy", "--json")).isZero();
        assertThat(application.terminal.out()).contains("\"key\" : \"fixedBeta.beta\"");
        assertThat(application.execute("parts", "mlpVa")).isEqualTo(2);
        assertThat(application.terminal.err()).contains("got 'mlpVa': did you mean 'mlpVae'?");
    }

    @Test
    void doctorTellsOfEnginesDevicesAndFoldersAndTriesOnlyEnginesThatHaveALibrary() {
        assertThat(application.execute("doctor")).isZero();

        assertThat(application.terminal.out())
                .contains("1.9.1, mkl, from class path")
                .contains("yes: MXNET computes")
                .contains("none for this platform")
                .doesNotContain("PYTORCH computes")
                .contains("the fake has none")
                .contains("cpu (no GPU found)")
                .contains(System.getProperty("java.version"));
    }

    @Test
    void doctorFailsWhereNoEngineWorks() {
        application.trial = engine -> new EngineCheck.Outcome(false, "libgomp is missing");

        assertThat(application.execute("doctor")).isEqualTo(1);
        assertThat(application.terminal.out()).contains("NO: libgomp is missing");
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(application.execute("--help")).isZero();

        assertThat(application.terminal.out())
                .contains(
                        "list",
                        "describe",
                        "parts",
                        "run",
                        "resume",
                        "export",
                        "find-lr",
                        "watch",
                        "dashboard",
                        "doctor",
                        "completion");
    }
}
