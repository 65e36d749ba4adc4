package dev.equipoise.local.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.run.IncompatibleResumeException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private static final Map<String, String> SAVED = Map.of(
            "experiment.epochs", "20",
            "mlpVae.hidden", "[400]",
            "engine", "MXNet",
            "code dev.x.Mine", "a".repeat(64),
            "machine.threads", "2");

    @Test
    void theSameIsTheSame() {
        assertThat(now("experiment.epochs", "20").compare(SAVED).all()).isEmpty();
    }

    @Test
    void whatDiffersIsNamedWithBothValuesAndWithWhatAllowsIt() {
        Fingerprint now = now("experiment.epochs", "40", "engine", "PyTorch", "code dev.x.Mine", "b".repeat(64));

        assertThatThrownBy(() -> now.compare(SAVED).require(Set.of()))
                .isInstanceOf(IncompatibleResumeException.class)
                .hasMessageContaining("experiment.epochs was 20, is 40")
                .hasMessageContaining("engine was MXNet, is PyTorch")
                .hasMessageContaining("code dev.x.Mine was aaaaaaaaaaaa…, is bbbbbbbbbbbb…")
                .hasMessageContaining("--accept code,engine,experiment.epochs");
        assertThat(now.compare(SAVED).ofAnotherExperiment()).isTrue();
        now.compare(SAVED).require(Set.of("code", "engine", "experiment.epochs"));
        assertThatThrownBy(() -> now.compare(SAVED).require(Set.of("code", "engine")))
                .hasMessageContaining("experiment.epochs")
                .hasMessageNotContaining("PyTorch");
    }

    @Test
    void dataThatWereMovedAreTheSameIfTheirHashIs() {
        Map<String, String> saved = new HashMap<>(SAVED);
        saved.put("idxData.folder", "\"one\"");
        saved.put("data", "c".repeat(64));

        assertThat(now("idxData.folder", "\"two\"", "data", "c".repeat(64))
                        .compare(saved)
                        .all())
                .isEmpty();
        assertThatThrownBy(() -> now("idxData.folder", "\"two\"", "data", "d".repeat(64))
                        .compare(saved)
                        .require(Set.of()))
                .hasMessageContaining("idxData.folder was \"one\", is \"two\"")
                .hasMessageContaining("data was cccccccccccc…, is dddddddddddd…");
    }

    @Test
    void anotherModelIsNeverAccepted() {
        Fingerprint now = now("mlpVae.hidden", "[300]");

        assertThatThrownBy(() -> now.compare(SAVED).require(Set.of("mlpVae.hidden")))
                .hasMessageContaining("mlpVae.hidden was [400], is [300]: the model must be the same")
                .hasMessageNotContaining("--accept");
    }

    @Test
    void aModelIsAnotherByItsValuesWhateverElseDiffers() {
        Map<String, String> saved = new HashMap<>(SAVED);
        saved.put("architecture", "mlpVae");
        Fingerprint model = new Fingerprint(
                Map.of("architecture", "mlpVae", "mlpVae.hidden", "[400]"),
                Set.of("architecture", "mlpVae.hidden"),
                Set.of(),
                Set.of());
        model.compare(saved).requireModel();
        saved.put("mlpVae.hidden", "[300]");
        saved.put("mlpVae.activation", "TANH");

        assertThatThrownBy(() -> model.compare(saved).requireModel())
                .isInstanceOf(IncompatibleResumeException.class)
                .hasMessageContaining("mlpVae.hidden was [300], is [400]")
                .hasMessageContaining("mlpVae.activation was TANH, is absent")
                .hasMessageNotContaining("engine");
    }

    @Test
    void aValueThatTheModelsPartDidNotHaveYetIsNoDifferenceAtItsDefault() {
        Map<String, String> values = new HashMap<>(SAVED);
        values.put("mlpVae.skip", "false");
        Set<String> fixed = Set.of("mlpVae.hidden", "mlpVae.skip");

        assertThat(new Fingerprint(values, fixed, Set.of(), Set.of("mlpVae.skip"))
                        .compare(SAVED)
                        .all())
                .isEmpty();
        values.put("mlpVae.skip", "true");
        assertThatThrownBy(() -> new Fingerprint(values, fixed, Set.of(), Set.of())
                        .compare(SAVED)
                        .requireModel())
                .hasMessageContaining("mlpVae.skip was absent, is true");
        assertThatThrownBy(() -> new Fingerprint(
                                Map.of("convVae.skip", "false"),
                                Set.of("convVae.skip"),
                                Set.of(),
                                Set.of("convVae.skip"))
                        .compare(SAVED)
                        .requireModel())
                .hasMessageContaining("convVae.skip was absent");
    }

    @Test
    void whatIsGoneOrNewIsADifferenceToo() {
        Map<String, String> values = new HashMap<>(SAVED);
        values.remove("experiment.epochs");
        values.put("freeBits.nats", "2");

        assertThatThrownBy(() -> new Fingerprint(values, Set.of(), Set.of(), Set.of())
                        .compare(SAVED)
                        .require(Set.of()))
                .hasMessageContaining("experiment.epochs was 20, is absent")
                .hasMessageContaining("freeBits.nats was absent, is 2");
    }

    @Test
    void anotherMachineIsToldButGoesOn() {
        Differences differences = now("machine.threads", "1").compare(SAVED);

        differences.require(Set.of());
        assertThat(differences.ofAnotherExperiment()).isFalse();
        assertThat(differences.ofMachine(Set.of())).containsExactly("machine.threads was 2, is 1");
        assertThat(differences.ofMachine(Set.of("machine.threads"))).isEmpty();
    }

    private static Fingerprint now(String... changes) {
        Map<String, String> values = new HashMap<>(SAVED);
        for (int i = 0; i < changes.length; i += 2) {
            values.put(changes[i], changes[i + 1]);
        }
        return new Fingerprint(values, Set.of("mlpVae.hidden"), Set.of("idxData.folder"), Set.of());
    }
}
