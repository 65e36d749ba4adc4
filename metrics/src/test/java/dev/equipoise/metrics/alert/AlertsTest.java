package dev.equipoise.metrics.alert;

import static dev.equipoise.metrics.alert.Story.fires;
import static dev.equipoise.metrics.alert.Story.silent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.metrics.Meter;
import dev.equipoise.metrics.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every alert, by Prometheus's own judgement of series that should and should not raise it. */
class AlertsTest {
    private static final boolean PROMTOOL = Programs.promtool();
    private static final List<Alert> ALERTS = Alerts.at(Tempo.NORMAL);

    private static final Map<String, String> FILES = new HashMap<>();
    private static String judgement = "";

    @TempDir
    private static Path folder;

    static Stream<Story> stories() {
        return Stream.of(
                        collapse(),
                        explosion(),
                        bound(),
                        target(),
                        squaredError(),
                        nonfinite(),
                        diverged(),
                        failed(),
                        stalled(),
                        throughput(),
                        checkpoints(),
                        endpoint())
                .flatMap(List::stream);
    }

    private static List<Story> collapse() {
        String alert = "PosteriorCollapse";
        return List.of(
                fires(alert, "no active unit on validation, under a constant beta")
                        .ofRunning()
                        .with(Meter.ACTIVE_UNITS, "0x120", "phase", "validation")
                        .with(Meter.EPOCH, "1+1x120")
                        .with(Meter.BETA, "1000x120"),
                fires(alert, "an epoch of days has no evaluation yet, but KL is gone")
                        .ofRunning()
                        .with(Meter.KL_NATS, "0.01x120", "phase", "train")
                        .with(Meter.EPOCH, "1x120")
                        .with(Meter.STEP, "0+100x120"),
                fires(alert, "beta goes up and down too fast to call it easing")
                        .ofRunning()
                        .with(Meter.ACTIVE_UNITS, "0x120", "phase", "validation")
                        .with(Meter.EPOCH, "1+1x120")
                        .with(Meter.BETA, "0 4 8 0 4 8 0 4 8 0 4 8 0 4 8 0 4 8 0 4 8 0 4 8 0 4 8 0 4 8 8x90"),
                fires(alert, "an evaluation takes over from the steps without beginning to wait anew")
                        .ofRunning()
                        .with(Meter.KL_NATS, "5x105 0.01x8 5x7", "phase", "train")
                        .with(Meter.STEP, "0+100x120")
                        .with(Meter.ACTIVE_UNITS, "5x110 0x10", "phase", "validation")
                        .with(Meter.EPOCH, "1+1x120"),
                silent(alert, "one active unit is no collapse")
                        .ofRunning()
                        .with(Meter.ACTIVE_UNITS, "1x120", "phase", "validation")
                        .with(Meter.KL_NATS, "0.4x120", "phase", "train")
                        .with(Meter.STEP, "0+100x120")
                        .with(Meter.EPOCH, "1+1x120"),
                silent(alert, "it is still in its first two epochs")
                        .ofRunning()
                        .with(Meter.ACTIVE_UNITS, "0x120", "phase", "validation")
                        .with(Meter.EPOCH, "2x120"),
                silent(alert, "a controller eases beta already")
                        .ofRunning()
                        .with(Meter.ACTIVE_UNITS, "0x120", "phase", "validation")
                        .with(Meter.EPOCH, "1+1x120")
                        .with(Meter.BETA, "1000-8x120"),
                silent(alert, "only the last nine minutes were so")
                        .ofRunning()
                        .with(Meter.ACTIVE_UNITS, "5x110 0x9", "phase", "validation")
                        .with(Meter.EPOCH, "1+1x120"),
                silent(alert, "the run has ended")
                        .with(Meter.RUN_STATE, "0x120", "state", "running")
                        .with(Meter.ACTIVE_UNITS, "0x120", "phase", "validation")
                        .with(Meter.EPOCH, "1+1x120"));
    }

    private static List<Story> explosion() {
        String alert = "KlExplosion";
        return List.of(
                fires(alert, "15 nats become 90")
                        .ofRunning()
                        .with(Meter.KL_NATS, "15x115 90x5", "phase", "train")
                        .with(Meter.STEP, "0+100x120"),
                silent(alert, "KL doubles where a cycle of beta begins")
                        .ofRunning()
                        .with(Meter.KL_NATS, "30x115 60x5", "phase", "train")
                        .with(Meter.STEP, "0+100x120"),
                silent(alert, "the first steps take KL from nothing to where it belongs")
                        .ofRunning()
                        .with(Meter.KL_NATS, "_x110 0.1x5 20x5", "phase", "train")
                        .with(Meter.STEP, "_x110 0+80x10"));
    }

    private static List<Story> bound() {
        String alert = "BetaAtBound";
        return List.of(
                fires(alert, "beta is the greatest that it may be")
                        .ofRunning()
                        .with(Meter.BETA, "1000x120")
                        .with(Meter.BETA_BOUND, "0.0001x120", "bound", "min")
                        .with(Meter.BETA_BOUND, "1000x120", "bound", "max"),
                fires(alert, "beta is the least that it may be, but for rounding")
                        .ofRunning()
                        .with(Meter.BETA, "0.0001000001x120")
                        .with(Meter.BETA_BOUND, "0.0001x120", "bound", "min")
                        .with(Meter.BETA_BOUND, "1000x120", "bound", "max"),
                silent(alert, "beta is between its bounds")
                        .ofRunning()
                        .with(Meter.BETA, "990x120")
                        .with(Meter.BETA_BOUND, "0.0001x120", "bound", "min")
                        .with(Meter.BETA_BOUND, "1000x120", "bound", "max"),
                silent(alert, "beta only touches its bound")
                        .ofRunning()
                        .with(Meter.BETA, "1000x105 5 1000x14")
                        .with(Meter.BETA_BOUND, "1000x120", "bound", "max"),
                silent(alert, "a fixed beta has no bounds").ofRunning().with(Meter.BETA, "1000x120"));
    }

    private static List<Story> target() {
        String alert = "TargetMissed";
        return List.of(
                fires(alert, "20 nats where 15 were asked for")
                        .ofRunning()
                        .with(Meter.KL_NATS, "20x120", "phase", "train")
                        .with(Meter.KL_TARGET_NATS, "15x120"),
                silent(alert, "within a fifth")
                        .ofRunning()
                        .with(Meter.KL_NATS, "17x120", "phase", "train")
                        .with(Meter.KL_TARGET_NATS, "15x120"),
                silent(alert, "it was on target half an hour ago")
                        .ofRunning()
                        .with(Meter.KL_NATS, "15x90 20x30", "phase", "train")
                        .with(Meter.KL_TARGET_NATS, "15x120"),
                silent(alert, "the target still rises")
                        .ofRunning()
                        .with(Meter.KL_NATS, "5x120", "phase", "train")
                        .with(Meter.KL_TARGET_NATS, "10+0.1x120"));
    }

    private static List<Story> squaredError() {
        String alert = "SquaredErrorMissed";
        return List.of(
                fires(alert, "180 where 150 were asked for")
                        .ofRunning()
                        .with(Meter.SQUARED_ERROR, "180x120", "phase", "train")
                        .with(Meter.STRATEGY, "150x120", "name", "squaredErrorTarget"),
                fires(alert, "nats are spent on 120 where 150 would do")
                        .ofRunning()
                        .with(Meter.SQUARED_ERROR, "120x120", "phase", "train")
                        .with(Meter.STRATEGY, "150x120", "name", "squaredErrorTarget"),
                silent(alert, "within a tenth")
                        .ofRunning()
                        .with(Meter.SQUARED_ERROR, "160x120", "phase", "train")
                        .with(Meter.STRATEGY, "150x120", "name", "squaredErrorTarget"),
                silent(alert, "it was on target half an hour ago")
                        .ofRunning()
                        .with(Meter.SQUARED_ERROR, "150x90 180x30", "phase", "train")
                        .with(Meter.STRATEGY, "150x120", "name", "squaredErrorTarget"),
                silent(alert, "the training error keeps to it, whatever validation does")
                        .ofRunning()
                        .with(Meter.SQUARED_ERROR, "150x120", "phase", "train")
                        .with(Meter.SQUARED_ERROR, "300x120", "phase", "validation")
                        .with(Meter.STRATEGY, "150x120", "name", "squaredErrorTarget"),
                silent(alert, "the target is still on its way")
                        .ofRunning()
                        .with(Meter.SQUARED_ERROR, "180x120", "phase", "train")
                        .with(Meter.STRATEGY, "150-0.1x120", "name", "squaredErrorTarget"),
                silent(alert, "no other number of a strategy is a target")
                        .ofRunning()
                        .with(Meter.SQUARED_ERROR, "180x120", "phase", "train")
                        .with(Meter.STRATEGY, "2x120", "name", "multiplier"),
                silent(alert, "the run has ended")
                        .with(Meter.RUN_STATE, "0x120", "state", "running")
                        .with(Meter.SQUARED_ERROR, "180x120", "phase", "train")
                        .with(Meter.STRATEGY, "150x120", "name", "squaredErrorTarget"));
    }

    private static List<Story> nonfinite() {
        String alert = "NonFiniteLoss";
        return List.of(
                fires(alert, "one value, minutes ago").with(Meter.NONFINITE, "0x114 1x6"),
                silent(alert, "none").with(Meter.NONFINITE, "0x120"),
                silent(alert, "one value, an hour ago").with(Meter.NONFINITE, "0x60 1x60"));
    }

    private static List<Story> diverged() {
        String alert = "Diverged";
        return List.of(
                fires(alert, "one scrape saw it before its endpoint and its target went, minutes ago")
                        .with(Meter.RUN_STATE, "0x110 1 stale _x8", "state", "diverged"),
                silent(alert, "it has completed")
                        .with(Meter.RUN_STATE, "0x120", "state", "diverged")
                        .with(Meter.RUN_STATE, "1x120", "state", "completed"),
                silent(alert, "that was an hour ago").with(Meter.RUN_STATE, "0x59 1 _x60", "state", "diverged"));
    }

    private static List<Story> failed() {
        String alert = "RunFailed";
        return List.of(
                fires(alert, "one scrape saw it before its endpoint and its target went, minutes ago")
                        .with(Meter.RUN_STATE, "0x110 1 stale _x8", "state", "failed"),
                silent(alert, "it has diverged, which Diverged tells")
                        .with(Meter.RUN_STATE, "0x120", "state", "failed")
                        .with(Meter.RUN_STATE, "0x110 1x10", "state", "diverged"),
                silent(alert, "it was asked to end")
                        .with(Meter.RUN_STATE, "0x120", "state", "failed")
                        .with(Meter.RUN_STATE, "0x110 1x10", "state", "terminated"),
                silent(alert, "that was an hour ago").with(Meter.RUN_STATE, "0x59 1 stale _x58", "state", "failed"));
    }

    private static List<Story> stalled() {
        String alert = "RunStalled";
        return List.of(
                fires(alert, "no step for twenty minutes").ofRunning().with(Meter.STEPS, "0+100x100 10000x20"),
                silent(alert, "a step every other minute").ofRunning().with(Meter.STEPS, "0+0.5x120"),
                silent(alert, "it has only begun")
                        .with(Meter.RUN_STATE, "_x112 1x8", "state", "running")
                        .with(Meter.STEPS, "_x112 0x8"),
                silent(alert, "it has ended and lingers")
                        .with(Meter.RUN_STATE, "1x60 0x60", "state", "running")
                        .with(Meter.STEPS, "0+100x60 6000x60"));
    }

    private static List<Story> throughput() {
        String alert = "ThroughputDrop";
        return List.of(
                fires(alert, "a fifth of the speed for half an hour")
                        .ofRunning()
                        .with(Meter.EXAMPLES, "0+1000x95 95000+200x25"),
                silent(alert, "two thirds of the speed").ofRunning().with(Meter.EXAMPLES, "0+1000x95 95000+667x25"),
                silent(alert, "an evaluation of five minutes")
                        .ofRunning()
                        .with(Meter.EXAMPLES, "0+1000x105 105000x5 105000+1000x9"),
                silent(alert, "it was killed and resumed at the same address, and counts from 0")
                        .ofRunning()
                        .with(Meter.EXAMPLES, "1000000+1000x60 0+1000x59"),
                silent(alert, "it stands still, which RunStalled tells")
                        .ofRunning()
                        .with(Meter.EXAMPLES, "0+1000x80 80000x40"));
    }

    private static List<Story> checkpoints() {
        return List.of(
                fires("CheckpointTooOld", "the last one was in the fortieth minute")
                        .ofRunning()
                        .with(Meter.CHECKPOINT_LAST_SUCCESS, "0+60x40 2400x80"),
                fires("CheckpointTooOld", "there was none in the first two hours")
                        .ofRunning()
                        .with(Meter.RUN_START, "0x120"),
                silent("CheckpointTooOld", "the run has begun half an hour ago")
                        .ofRunning()
                        .with(Meter.RUN_START, "_x90 5400x30"),
                silent("CheckpointTooOld", "the last one is half an hour old")
                        .ofRunning()
                        .with(Meter.RUN_START, "0x120")
                        .with(Meter.CHECKPOINT_LAST_SUCCESS, "0+60x90 5400x30"),
                silent("CheckpointTooOld", "the run has ended")
                        .with(Meter.RUN_STATE, "1x60 0x60", "state", "running")
                        .with(Meter.CHECKPOINT_LAST_SUCCESS, "60x120"),
                fires("CheckpointFailed", "one failed").ofRunning().with(Meter.CHECKPOINT_FAILURES, "0x110 1x10"),
                silent("CheckpointFailed", "none failed").ofRunning().with(Meter.CHECKPOINT_FAILURES, "0x120"));
    }

    private static List<Story> endpoint() {
        return List.of(
                fires("EndpointDown", "no answer for ten minutes")
                        .up("1x110 0x10")
                        .told("job", "equipoise"),
                silent("EndpointDown", "one scrape was missed").up("1x118 0x1"),
                silent("EndpointDown", "the run ended and took its target away").up("1x100 stale"));
    }

    /** What promtool, started once, says of each story beside the rule that it is about, and of the first beside all rules. */
    @BeforeAll
    static void judge() throws Exception {
        if (!PROMTOOL) {
            return;
        }
        Files.writeString(folder.resolve("rules.yml"), RuleFile.of(ALERTS));
        List<String> command = new ArrayList<>(List.of("promtool", "test", "rules"));
        for (Story story : stories().toList()) {
            Alert alert = ALERTS.stream()
                    .filter(rule -> rule.name().equals(story.alert))
                    .findAny()
                    .orElseThrow();
            String file = "story-" + FILES.size() + ".yml";
            String rules = FILES.isEmpty() ? "rules.yml" : alert.name() + ".yml";
            Files.writeString(folder.resolve(alert.name() + ".yml"), RuleFile.of(List.of(alert)));
            // JSON is YAML.
            Files.writeString(folder.resolve(file), new ObjectMapper().writeValueAsString(story.test(rules, alert)));
            command.add(file);
            assertThat(FILES.put(story.toString(), file)).isNull();
        }
        Process promtool = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        judgement = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        promtool.waitFor();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void prometheusJudgesTheStory(Story story) {
        assumeTrue(PROMTOOL);
        String file = FILES.get(story.toString());
        assertThat(judgement.split("Unit Testing: +"))
                .filteredOn(said -> said.startsWith(file))
                .singleElement()
                .satisfies(said -> assertThat(said.strip()).isEqualTo(file + "\n  SUCCESS"));
    }

    @Test
    void everyAlertHasAStoryInWhichItFiresAndOneInWhichItIsSilent() {
        Set<String> names = ALERTS.stream().map(Alert::name).collect(Collectors.toSet());
        assertThat(stories().filter(story -> story.fires).map(story -> story.alert))
                .containsAll(names);
        assertThat(stories().filter(story -> !story.fires).map(story -> story.alert))
                .containsAll(names);
    }

    @Test
    void everyAlertSaysWhatItMeansAndWhatToTry() {
        assertThat(ALERTS).allSatisfy(alert -> {
            assertThat(alert.name()).matches("([A-Z][a-z]+)+");
            assertThat(alert.summary()).matches("(KL|[a-z]).*[^.]");
            assertThat(alert.meaning()).matches("(?s)[A-Z].*\\.");
            assertThat(alert.action()).matches("(?s).+\\.");
            assertThat(alert.query().labels()).contains("experiment", "run");
        });
        assertThat(ALERTS).extracting(Alert::name).doesNotHaveDuplicates();
    }

    /** No meter says the spectrum, so the words must: above it, that no latent carries anything is the optimum. */
    @Test
    void theAlertOfACollapseDoesNotCallTheOptimumAboveTheSpectrumOne() {
        Alert collapse = ALERTS.get(0);
        assertThat(collapse.name()).isEqualTo("PosteriorCollapse");
        assertThat(collapse.summary()).doesNotContain("collapse");
        assertThat(collapse.meaning()).contains("twice the largest eigenvalue", "the optimum", "betaAboveSpectrum");
        assertThat(collapse.action()).startsWith("If beta is too high for the data, lower it.");
    }

    @Test
    void aFasterTempoShortensEveryDurationAndNothingElse() {
        String normal = RuleFile.of(ALERTS);
        String fast = RuleFile.of(Alerts.at(new Tempo(1 / 60.0)));
        assertThat(fast).contains("for: 10s", "[5s]", "offset 15s").doesNotContain("for: 10m", "[5m]");
        assertThat(fast.replaceAll("\\b\\d+(ms|s|m|h)?\\b", "#"))
                .isEqualTo(normal.replaceAll("\\b\\d+(ms|s|m|h)?\\b", "#"));
        assertThat(new Tempo(1).minutes(90)).isEqualTo(Duration.ofMinutes(90));
    }
}
