package dev.equipoise.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.data.Digits;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.FactorVae;
import dev.equipoise.metrics.alert.Alert;
import dev.equipoise.metrics.alert.Alerts;
import dev.equipoise.metrics.alert.Tempo;
import dev.equipoise.metrics.grafana.MonitoringFiles;
import dev.equipoise.model.AggressiveEncoder;
import dev.equipoise.model.MlpVae;
import dev.equipoise.run.FrontierReadings;
import dev.equipoise.schedules.Capacity;
import dev.equipoise.schedules.FixedBeta;
import dev.equipoise.schedules.feedback.Geco;
import dev.equipoise.schedules.feedback.KlTarget;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Boards and alerts against a real Prometheus that scrapes real training. It runs on the files that the command
 * {@code dashboard} writes but for the pace: everything is asked for every second, and the alerts are those of the same
 * code at a sixtieth of their durations. If there is no GPU, a {@linkplain StandInGpu stand-in} for its driver answers.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MonitoringTest {
    private static final Tempo SECONDS_FOR_MINUTES = new Tempo(1 / 60.0);
    private static final String HEALTHY = "monitored-healthy";
    private static final String ABSURD = "monitored-absurd-beta";
    private static final String CAPACITY = "monitored-capacity";
    private static final String TOLERANCE = "monitored-tolerance";
    private static final List<String> ALL = List.of(HEALTHY, ABSURD, CAPACITY, TOLERANCE);

    /** No machine is fast enough to end while it is asked. */
    private static final int EPOCHS = 1_000_000;

    /** Training takes its time where the machine does something else too, and one scrape may fail. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Within which many scrapes must succeed. */
    private static final Duration SCRAPES = Duration.ofMinutes(1);

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

    @Experiment(name = HEALTHY, epochs = EPOCHS, batchSize = 128, seed = 7)
    @Digits
    @Standardize
    @MlpVae(hidden = 400, latent = 16)
    @KlTarget(nats = 15, initialBeta = 5)
    static final class Healthy {}

    @Experiment(name = ABSURD, epochs = EPOCHS, batchSize = 128, seed = 7)
    @Digits
    @Standardize
    @MlpVae(hidden = 400, latent = 16)
    @FixedBeta(beta = 1e5)
    static final class AbsurdBeta {}

    @Experiment(name = CAPACITY, epochs = EPOCHS, batchSize = 128, seed = 7)
    @Digits
    @Standardize
    @MlpVae(hidden = 400, latent = 16)
    @Capacity(gamma = 20, nats = 15, steps = 500)
    @FactorVae(hidden = 16)
    static final class Capacities {}

    @Experiment(name = TOLERANCE, epochs = EPOCHS, batchSize = 128, seed = 7)
    @Digits
    @Standardize
    @MlpVae(hidden = 400, latent = 16)
    @Geco(squaredError = 196)
    @FrontierReadings(every = 20)
    @AggressiveEncoder(mostInnerSteps = 1, window = 1, patience = 1)
    static final class Tolerance {}

    private final Map<String, Training> trainings = new LinkedHashMap<>();
    private final Instant began = Instant.now();
    private MonitoringFiles files = MonitoringFiles.of(Path.of(""), SECONDS_FOR_MINUTES);
    private Prometheus prometheus;

    @BeforeAll
    void prometheusScrapesFourRuns(@TempDir Path folder) throws IOException, InterruptedException {
        Programs.need("prometheus", "prometheus");
        Path runs = Files.createDirectories(folder.resolve("runs"));
        files = MonitoringFiles.of(Files.createDirectories(runs.resolve(".prometheus")), SECONDS_FOR_MINUTES);
        files.writeTo(folder.resolve("monitoring"));
        Path configuration = folder.resolve("monitoring/prometheus/prometheus.yml");
        Files.writeString(configuration, Files.readString(configuration).replaceAll("interval: \\d+s", "interval: 1s"));
        prometheus = Prometheus.start(configuration, folder);
        // These runs train on the CPU. The driver of a GPU is asked wherever there is one.
        Optional<Path> gpu = Programs.found("nvidia-smi")
                ? Optional.empty()
                : Optional.of(StandInGpu.in(Files.createDirectories(folder.resolve("stand-in"))));
        for (String experiment : ALL) {
            trainings.put(experiment, Training.startFinding(gpu, experiment, runs));
        }
        for (String experiment : ALL) {
            prometheus.await(
                    experiment + " to have made 1,000 steps",
                    PATIENCE,
                    () -> !prometheus
                            .query("vae_step{experiment=\"" + experiment + "\"} > 1000 and vae_epoch > 3")
                            .isEmpty());
        }
        // For pictures of a longer run: -Dequipoise.pictures.seconds=100.
        TimeUnit.SECONDS.sleep(Integer.getInteger("equipoise.pictures.seconds", 0));
    }

    @AfterAll
    void everythingEnds() throws InterruptedException {
        for (Training training : trainings.values()) {
            training.end();
        }
        if (prometheus != null) {
            prometheus.end();
        }
    }

    @Test
    @Order(1)
    void everyRunIsFoundByItsTargetFileAndNamedByIt() throws Exception {
        prometheus.await(
                "all targets to be up",
                PATIENCE,
                () -> prometheus.query("up == 1").size() == ALL.size());
        JsonNode targets = prometheus.api("targets", "state", "active").get("activeTargets");
        assertThat(targets).hasSize(ALL.size()).allSatisfy(target -> {
            assertThat(target.at("/labels/job").asText()).isEqualTo("equipoise");
            assertThat(target.at("/labels/experiment").asText()).isIn(ALL);
            assertThat(target.at("/labels/run").asText()).isNotEmpty();
        });
        assertThat(prometheus.query("{exported_run=~\".+\"}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "fleet"})
    @Order(2)
    void everyQueryOfEveryPanelAndAnnotationReturnsData(String board) throws Exception {
        List<BoardQuery> queries = BoardQuery.of(files, board);
        assertThat(queries).hasSizeGreaterThan(20);
        for (BoardQuery query : queries) {
            prometheus.await(
                    "data for " + query.place() + ": " + query.expression(), SCRAPES, () -> returnsData(query));
        }
    }

    private boolean returnsData(BoardQuery query) throws Exception {
        for (String experiment : List.of(HEALTHY, CAPACITY, TOLERANCE)) {
            String expression = BoardQuery.chosen(query.expression(), experiment, run(experiment));
            JsonNode result = query.course() ? prometheus.range(expression, began) : prometheus.query(expression);
            if (StreamSupport.stream(result.spliterator(), false).anyMatch(MonitoringTest::finite)) {
                return true;
            }
        }
        return false;
    }

    @Test
    @Order(2)
    void theFiguresOfTheGpuArriveInBytesAndShares() throws Exception {
        assumeFalse(Programs.found("nvidia-smi"), "a real driver has figures of its own");
        for (String experiment : ALL) {
            String ofRun = "{gpu=\"0\", experiment=\"" + experiment + "\"} == ";
            for (String figure : List.of(
                    "vae_gpu_memory_used_bytes" + ofRun + StandInGpu.USED_MIB * 1024 * 1024,
                    "vae_gpu_memory_total_bytes" + ofRun + StandInGpu.TOTAL_MIB * 1024 * 1024,
                    "vae_gpu_utilization_ratio" + ofRun + StandInGpu.PERCENT / 100.0)) {
                prometheus.await(
                        figure, SCRAPES, () -> !prometheus.query(figure).isEmpty());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "fleet"})
    @Order(3)
    void everyVariableOffersTheRuns(String board) throws Exception {
        for (Map.Entry<String, String> variable :
                BoardQuery.variables(files, board).entrySet()) {
            Matcher call = LABEL_VALUES.matcher(BoardQuery.chosen(variable.getValue(), HEALTHY, ""));
            assertThat(call.matches()).as(variable.getValue()).isTrue();
            assertThat(prometheus.labelValues(call.group(2), call.group(1)))
                    .as(variable.getKey())
                    .contains(variable.getKey().equals("run") ? run(HEALTHY) : HEALTHY);
        }
    }

    @Test
    @Order(4)
    void everyRuleLoadsAndIsHealthy() throws Exception {
        JsonNode rules = prometheus.api("rules").at("/groups/0/rules");
        assertThat(rules)
                .extracting(rule -> rule.get("name").asText())
                .containsExactlyElementsOf(
                        Alerts.at(Tempo.NORMAL).stream().map(Alert::name).toList());
        assertThat(rules).allSatisfy(rule -> {
            assertThat(rule.get("health").asText()).as(rule.toString()).isEqualTo("ok");
            assertThat(rule.path("lastError").asText()).isEmpty();
        });
    }

    @Test
    @Order(5)
    void anAbsurdBetaFiresTheAlertOfCollapseAndAHealthyRunDoesNot() throws Exception {
        String alert = "ALERTS{alertname=\"PosteriorCollapse\", ";
        prometheus.await(
                "the alert of collapse",
                PATIENCE,
                () -> !prometheus
                        .query(alert + "alertstate=\"firing\", experiment=\"" + ABSURD + "\"}")
                        .isEmpty());

        prometheus.await(
                "active units of the healthy run",
                SCRAPES,
                () -> !prometheus
                        .query("vae_active_units{phase=\"validation\", experiment=\"" + HEALTHY + "\"} > 0")
                        .isEmpty());
        assertThat(prometheus.range(alert + "experiment=\"" + HEALTHY + "\"}", began))
                .isEmpty();
        assertThat(trainings.values()).allMatch(Training::lives);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Balance", "Latents", "Speed"})
    @Order(6)
    void theMainPanelsCanBeDrawnFromPrometheussAnswersAlone(String section) throws Exception {
        BufferedImage picture = SectionPicture.draw(files, section, query -> {
            String expression = BoardQuery.chosen(query, HEALTHY, run(HEALTHY));
            return prometheus.range(expression, began);
        });
        // For a person: docs/images holds these pictures of one run of this test.
        Path folder = Files.createDirectories(Path.of("target", "pictures"));
        ImageIO.write(
                picture,
                "png",
                folder.resolve("run-" + section.toLowerCase(Locale.ROOT) + ".png")
                        .toFile());
        assertThat(picture.getHeight()).isPositive();
    }

    @Test
    @Order(7)
    void aProcessThatIsKilledLeavesItsTargetAndFiresTheAlertOfItsEndpoint() throws Exception {
        Objects.requireNonNull(trainings.get(ABSURD)).kill();
        prometheus.await(
                "the alert of the endpoint",
                PATIENCE,
                () -> !prometheus
                        .query("ALERTS{alertname=\"EndpointDown\", alertstate=\"firing\", experiment=\"" + ABSURD
                                + "\"}")
                        .isEmpty());
    }

    private String run(String experiment) throws Exception {
        return prometheus
                .labelValues("run", "vae_run_info{experiment=\"" + experiment + "\"}")
                .get(0);
    }

    /** Whether a series has a value that is a number. */
    private static boolean finite(JsonNode series) {
        JsonNode values = series.has("values")
                ? series.get("values")
                : List.of(series.get("value")).get(0);
        return values.toString().matches("(?s).*\"[-+0-9.e]+\".*");
    }
}
