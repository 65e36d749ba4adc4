package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.app.Equipoise;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.model.LinearVae;
import dev.equipoise.model.Procedure;
import dev.equipoise.model.Vae;
import dev.equipoise.objective.Price;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that end otherwise than well, and runs that update one network alone. */
class EndingsTest {

    private static final List<float[]> ENCODED = new ArrayList<>();
    private static final List<float[]> DECODED = new ArrayList<>();

    @TempDir
    Path runs;

    @Experiment(name = "endings", epochs = 3, batchSize = 16)
    @GaussianData(examples = 160)
    @LinearVae(latent = 2)
    static final class Endings {}

    /** Updates the decoder alone. */
    @Part(DecoderAlone.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface DecoderAlone {

        record State() {}

        record Alone() implements Procedure<State> {
            @Override
            public State initial() {
                return new State();
            }

            @Override
            public Set<Vae.Network> updated(long step, State state) {
                return EnumSet.of(Vae.Network.DECODER);
            }

            @Override
            public State next(long step, State state, Readings readings) {
                return state;
            }
        }

        final class Factory implements PartFactory<DecoderAlone, Procedure<?>> {
            @Override
            public Procedure<?> create(DecoderAlone annotation, Facts facts) {
                return new Alone();
            }
        }
    }

    /** Writes down what the model makes of one example and of one latent. */
    @Part(Watching.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Watching {

        record Watcher(List<float[]> encoded, List<float[]> decoded) implements RunListener {
            @Override
            public void epochFinished(EpochFinished event) {
                encoded.add(event.model().encode(new float[] {1, 2, 3, 4, 5}).means());
                decoded.add(event.model().decode(new float[] {1, -1}));
            }
        }

        final class Factory implements PartFactory<Watching, RunListener> {
            @Override
            public RunListener create(Watching annotation, Facts facts) {
                return new Watcher(ENCODED, DECODED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRateThatIsFarTooHighEndsAsDivergedBeforeParametersAreSpoilt(EngineName engine) throws IOException {
        RunReport report = run(
                engine,
                List.of("constantLearningRate.rate=1000", "mlpVae.hidden=30,30,30,30,30,30,30"),
                List.of("mlpVae"));

        assertThat(report.status()).isEqualTo(RunStatus.DIVERGED);
        assertThat(report.status().exitCode()).isEqualTo(70);
        JsonNode summary = new ObjectMapper()
                .readTree(report.directory().resolve("summary.json").toFile());
        assertThat(summary.get("status").asText()).isEqualTo("diverged");
        assertThat(summary.get("reason").asText()).contains("not finite").contains("learning rate");
        assertThat(summary.get("trainingLoss").isNull()).isTrue();
        assertThat(summary.get("train").isNull()).isTrue();
        assertThat(report.directory().resolve("metrics.csv"))
                .content()
                .containsPattern("\nstep,train," + (report.steps() + 1) + ",1,[^\n]*NaN|Infinity");
        assertThat(summary.get("reason").asText()).contains("of step " + (report.steps() + 1) + " is");
    }

    /** Fails as only broken code does. */
    @Part(Breaking.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Breaking {

        record Broken() implements OpenLoop {
            @Override
            public Prices prices(long step) {
                if (step == 3) {
                    throw new AssertionError("on purpose");
                }
                return Prices.beta(1);
            }
        }

        final class Factory implements PartFactory<Breaking, BalancingStrategy<?>> {
            @Override
            public BalancingStrategy<?> create(Breaking annotation, Facts facts) {
                return new Broken();
            }
        }
    }

    @Test
    void evenAnErrorOfAPartEndsTheRunWithItsFiles() throws IOException {
        RunReport report = run(EngineName.PYTORCH, List.of(), List.of("breaking"));

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.reason()).get().asString().contains("on purpose");
        assertThat(report.directory().resolve("summary.json")).content().contains("\"failed\"");
    }

    /** Prices nothing at a step. */
    @Part(Giving.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Giving {

        boolean fails() default false;

        record Nothing(boolean fails) implements OpenLoop {
            @Override
            public Prices prices(long step) {
                if (fails && step == 3) {
                    throw new IllegalArgumentException("a table of three");
                }
                Price price = Price.of(step == 3 ? 0 : 1);
                return new Prices(price, price, Map.of());
            }
        }

        final class Factory implements PartFactory<Giving, BalancingStrategy<?>> {
            @Override
            public BalancingStrategy<?> create(Giving annotation, Facts facts) {
                return new Nothing(annotation.fails());
            }
        }
    }

    @Test
    void pricesThatAreAllZeroAtALaterStepAreToldWithTheStep() {
        RunReport report = run(EngineName.PYTORCH, List.of(), List.of("giving"));

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.reason())
                .contains(
                        "the balancing strategy giving must give prices at step 4: they must not all be 0, got 0 for every term:"
                                + " nothing would be minimised");
        assertThat(report.directory().resolve("log.txt")).content().doesNotContain("\tat ");
    }

    @Test
    void anotherFaultOfAStrategyNamesIt() {
        RunReport report = run(EngineName.PYTORCH, List.of("giving.fails=true"), List.of("giving"));

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.reason())
                .contains(
                        "the balancing strategy giving failed to give prices at step 4: java.lang.IllegalArgumentException: a table of three");
    }

    /** Prices a step at what is no number. */
    @Part(Unpricing.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Unpricing {

        record Priceless() implements OpenLoop {
            @Override
            public Prices prices(long step) {
                return Prices.beta(step == 3 ? Double.NaN : 1);
            }
        }

        final class Factory implements PartFactory<Unpricing, BalancingStrategy<?>> {
            @Override
            public BalancingStrategy<?> create(Unpricing annotation, Facts facts) {
                return new Priceless();
            }
        }
    }

    @Test
    void aStrategyThatGivesNoPriceIsNamedWithItsStepAndWhatItGave() throws IOException {
        RunReport report = run(EngineName.PYTORCH, List.of(), List.of("unpricing"));

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.status().exitCode()).isEqualTo(1);
        assertThat(report.reason())
                .get()
                .asString()
                .startsWith("the balancing strategy unpricing must give prices at step 4: ")
                .contains("got weight NaN")
                .doesNotContain("Exception");
        assertThat(report.directory().resolve("summary.json")).content().contains("unpricing");
    }

    private static final String TOO_MANY = "klTarget.nats asks for 90000.0 nats, more than the data can carry";

    @Test
    void whatOnlyTheLoadedDataTellsIsAWarningOfTheRun() throws IOException {
        RunReport report = Equipoise.run(
                Endings.class,
                new Overrides(
                        List.of(
                                new Setting("standardize.per", "FEATURE", "test"),
                                new Setting("klTarget.nats", "90000", "test")),
                        List.of("digits", "standardize", "klTarget"),
                        Set.of(),
                        true),
                new RunOptions(EngineName.PYTORCH, "cpu", runs, Monitoring.onPort(0)));

        assertThat(report.directory().resolve("plan.json")).content().contains("largest", TOO_MANY);
        assertThat(report.directory().resolve("log.txt")).content().contains("largest", TOO_MANY);
    }

    @ParameterizedTest
    @EnumSource
    void aProcedureThatUpdatesTheDecoderLeavesTheEncoderAsItWas(EngineName engine) {
        ENCODED.clear();
        DECODED.clear();
        RunReport report = run(engine, List.of(), List.of("decoderAlone", "watching"));

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(ENCODED).hasSize(3);
        assertThat(ENCODED.get(2)).isEqualTo(ENCODED.get(0));
        assertThat(DECODED.get(2)).isNotEqualTo(DECODED.get(0));
    }

    private RunReport run(EngineName engine, List<String> settings, List<String> with) {
        List<Setting> all = settings.stream()
                .map(setting -> setting.split("=", 2))
                .map(pair -> new Setting(pair[0], pair[1], "test"))
                .toList();
        return Equipoise.run(
                Endings.class,
                new Overrides(all, with, Set.of(), false),
                new RunOptions(engine, "cpu", runs, Monitoring.onPort(0)));
    }
}
