package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Injector;
import dev.equipoise.app.internal.command.CommandLineFactory;
import dev.equipoise.run.Invocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes that people make, given to the whole application: the exit code, and what the message must say. */
class ErrorsTest {

    private static final FakeTerminal TERMINAL = new FakeTerminal();
    private static final Injector APPLICATION =
            Application.injector(ErrorsTest.class.getClassLoader(), TERMINAL.plain(), Invocation.PLAIN);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void files() throws IOException {
        BadFiles.in(folder);
    }

    /**
     * One mistake.
     *
     * @param command its arguments, separated by spaces; {@code @} is the folder of bad files
     * @param code the exit code
     * @param says parts of the message
     */
    record Mistake(String command, int code, String... says) {

        String[] arguments() {
            return command.replace("@", folder.toString()).split(" ", -1);
        }

        @Override
        public String toString() {
            return command;
        }
    }

    static List<Mistake> names() {
        return List.of(
                new Mistake("run sound-pictres", 2, "got 'sound-pictres'", "did you mean 'sound-pictures'?"),
                new Mistake("describe java.lang.String", 2, "must be one of the", "got 'java.lang.String'"),
                new Mistake(
                        "describe twin",
                        2,
                        "is the name of 2 experiments: ",
                        "Mistakes$OneTwin",
                        "Mistakes$OtherTwin",
                        "; name the class instead"),
                new Mistake(
                        "describe " + Mistakes.Misnamed.class.getName(),
                        64,
                        "experiment.name must match",
                        "got 'Not A Name'"),
                new Mistake(
                        "describe sound-table --classpath @/nowhere", 64, "--classpath must be a readable", "nowhere"),
                new Mistake("descrbe sound-table", 2, "descrbe", "describe"),
                new Mistake("run", 2, "NAME"));
    }

    static List<Mistake> keys() {
        return List.of(
                set("fixedBeta.betta=2", "unknown key 'fixedBeta.betta' (--set)", "did you mean 'fixedBeta.beta'?"),
                set("fixdBeta.beta=2", "unknown key 'fixdBeta.beta'", "did you mean 'fixedBeta.beta'?"),
                set("klTarget.nats=3", "sets a part that Pictures does not have: add it with --with klTarget"),
                set("fixedBeta[1].beta=3", "must have an index below 1"),
                set(
                        "experiment.epochs=0",
                        "experiment.epochs must be at least 1 and at most 1000000 epochs, got 0 (--set)"),
                set("fixedBeta.beta=-1", "fixedBeta.beta must be", "got -1"),
                set("fixedBeta.beta=NaN", "fixedBeta.beta must be a number, got 'NaN'"),
                set("fixedBeta.beta=lots", "fixedBeta.beta must be a number, got 'lots' (--set)"),
                set("standardize.per=PIXEL", "standardize.per must be", "FEATURE", "got 'PIXEL'"),
                new Mistake("run sound-pictures --set beta", 2, "--set must be KEY=VALUE", "got 'beta'"),
                new Mistake("run sound-pictures --set =2", 2, "--set must be KEY=VALUE", "got '=2'"),
                new Mistake("run sound-pictures --seed x", 2, "--seed", "the seed must be a whole number", "got 'x'"),
                set("epochs=5", "unknown key 'epochs' (--set): did you mean 'experiment.epochs'?"),
                set("beta=5", "did you mean 'fixedBeta.beta'?"),
                set("latents=5", "did you mean 'mlpVae.latent'?"),
                set("model.latent=5", "did you mean 'mlpVae.latent'?"),
                set(
                        "mlpVae.hidden=[65536,65536]",
                        "layer encoder.2 (Dense[units=65536]) must have at most 2147483647 parameters",
                        "got 4295032832"),
                new Mistake(
                        "describe sound-pictures --set experiment.batchSize=1000000 --set mlpVae.hidden=65536",
                        64,
                        "the output of layer encoder.0 (Dense[units=65536]) for a batch of 1000000 must have at most"));
    }

    private static Mistake set(String setting, String... says) {
        return new Mistake("describe sound-pictures --set " + setting, 64, says);
    }

    static List<Mistake> parts() {
        return List.of(
                with("klTargt", "unknown part 'klTargt' (--with)", "did you mean 'klTarget'?"),
                with(
                        "klTarget",
                        "klTarget.nats must be set, because it has no default (--with)",
                        "--set klTarget.nats="),
                with("idxData", "idxData.folder must be set"),
                with("klTarget --without klTarget", "'klTarget' must be added or removed, got both"),
                with(
                        "klTarget --set klTarget.nats=5 --set klTarget.minBeta=9 --set klTarget.maxBeta=1",
                        "minBeta",
                        "maxBeta"),
                with("unmakable", "- unmakable (--with): Guice must be able to create its factory, got: No injectable"),
                with("bernoulliNll", "the preprocessed data must lie in [0, 1]", "do not standardize"),
                new Mistake(
                        "describe sound-pictures --without klTarget",
                        64,
                        "'klTarget' (--without) must be a part of the experiment"),
                new Mistake(
                        "describe sound-table --with scale",
                        64,
                        "@Scale must follow data that declares its range",
                        "scale.range=0,1"),
                new Mistake(
                        "describe sound-table --with convVae",
                        64,
                        "convVae (--with): the data must be images",
                        "use another architecture for tables"),
                new Mistake(
                        "describe sound-table --with standardize --set standardize.per=CHANNEL",
                        64,
                        "per must be DATASET or FEATURE for tables"),
                new Mistake(
                        "describe sound-pictures --without standardize --with bernoulliNll --with fixedBeta"
                                + " --set fixedBeta.convention=DECODER_VARIANCE",
                        64,
                        "fixedBeta.convention DECODER_VARIANCE (SSE/(2σ²) + KL) of fixedBeta (--with)",
                        "must be used with a squared error, got bernoulliNll (--with)"),
                new Mistake(
                        "describe sound-pictures --with gaussianNll --with fixedBeta --set gaussianNll.variance=1"
                                + " --set fixedBeta.convention=HALF_SQUARED_ERROR",
                        64,
                        "must be used with a squared error, got gaussianNll (--with)"),
                new Mistake(
                        "describe sound-pictures --with gaussianNll --with sigmaVae --set gaussianNll.variance=1",
                        64,
                        "the shape of sigmaVae (--with) must have a measure that it can price, got 'gaussianNll'"),
                new Mistake(
                        "describe sound-table --with categoricalNll --set categoricalNll.classes=1000",
                        64,
                        "categoricalNll (--with): classes must divide the"),
                new Mistake(
                        "describe two-strategies",
                        64,
                        "role 'balancing strategy' must have one part",
                        "fixedBeta",
                        "linearAnnealing"),
                new Mistake(
                        "describe two-shapes",
                        64,
                        "the penalty shape of the divergence must come from one part",
                        "bent",
                        "bendingBeta"),
                new Mistake(
                        "describe equal-orders",
                        64,
                        "preprocessing steps must have different orders, got 3",
                        "scale",
                        "standardize"));
    }

    private static Mistake with(String parts, String... says) {
        return new Mistake("describe sound-pictures --with " + parts, 64, says);
    }

    static List<Mistake> options() {
        return List.of(
                new Mistake("run sound-table --engine Foo", 2, "the engine must be MXNet or PyTorch, got 'Foo'"),
                new Mistake(
                        "run sound-table --device tpu", 2, "the device must be auto, cpu, gpu or gpu:N", "got 'tpu'"),
                new Mistake("run sound-table --device gpu:9999", 1, "--device gpu:9999 must", "found"),
                new Mistake(
                        "run sound-table --metrics-port 65536",
                        2,
                        "the port must be 0 (any free one) to 65535, got '65536'"),
                new Mistake("run sound-table --metrics-port=-1", 2, "got '-1'"),
                new Mistake("run sound-table --linger=-1", 2, "seconds"),
                new Mistake(
                        "run sound-table --metrics-address 0.0.0.0",
                        2,
                        "the metrics address must be a loopback address",
                        "got 0.0.0.0, which other machines can reach",
                        "--metrics-config"),
                new Mistake(
                        "run sound-table --metrics-config @/open.yaml --dry-run", 2, "which other machines can reach"),
                new Mistake(
                        "find-lr sound-table --metrics-config @/none.yaml",
                        2,
                        "none.yaml must be a readable text file"),
                new Mistake(
                        "run sound-table --dry-run --metrics-config @/metrics.yaml",
                        2,
                        "unknown key 'prot': did you mean 'port'?",
                        "tls.certificate must be a readable file",
                        "tls.key must be a readable file"),
                new Mistake(
                        "run sound-table --runs @/file",
                        74,
                        "the run's directory cannot be made in",
                        "NotDirectory",
                        "; choose another folder with --runs"),
                new Mistake("run sound-table --config @/none.yaml", 64, "none.yaml must be a readable text file"),
                new Mistake("run sound-table --config @/binary.yaml", 64, "binary.yaml"),
                new Mistake("run sound-table --config @/bad.yaml", 64, "bad.yaml, line ", "must be YAML"),
                new Mistake(
                        "run sound-table --config @/list.yaml", 64, "list.yaml, line 1", "must hold keys and values"),
                new Mistake(
                        "run sound-pictures --config @/wrong.yaml",
                        64,
                        "2 problems",
                        "'fixedBeta.betta' (config",
                        "'klTargt'"));
    }

    static List<Mistake> data() {
        return List.of(
                idx("nowhere", 64, "folder must be a folder of IDX files", "which is not there", "set idxData.folder"),
                idx("file", 64, "which is no folder"),
                idx("empty", 64, "train must name an IDX file", "validation must name", "there are no IDX files in it"),
                idx("magic", 65, "magic", "byte 0", "expected", "found"),
                idx("short", 65, "short", "expected 72 bytes", "67 bytes"),
                idx("none", 65, "byte 4", "expected at least one item, found 0"),
                idx("cut", 65, "train.gz", "byte ", "gzip data that end too early"),
                new Mistake(
                        "run sound-table --runs @/runs --with poissonNll",
                        65,
                        "the training split for the reconstruction term poissonNll must be counts, whole numbers from 0 on, got",
                        "in example 0, element 0",
                        "leave counts without preprocessing"));
    }

    private static Mistake idx(String name, int code, String... says) {
        return new Mistake(
                "run sound-table --runs @/runs --with idxData --set idxData.folder=@/" + name
                        + " --set idxData.train=train --set idxData.validation=validation",
                code,
                says);
    }

    @ParameterizedTest
    @MethodSource({"names", "keys", "parts", "options", "data"})
    void aMistakeIsToldInWordsWithItsExitCode(Mistake mistake) {
        int code = execute(mistake);

        assertThat(TERMINAL.err()).contains(mistake.says()).doesNotContain("\tat ");
        assertThat(code).isEqualTo(mistake.code());
        assertThat(TERMINAL.out()).isEmpty();
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        int code = execute(new Mistake(
                "run sound-pictures --set experiment.epochs=0 --set fixedBeta.betta=1 --set mlpVae.latent=lots"
                        + " --set klTarget.nats=3 --with conVae --set standardize.order=x",
                64));

        assertThat(code).isEqualTo(64);
        assertThat(TERMINAL.err())
                .contains(
                        "sound-pictures has 6 problems",
                        "experiment.epochs must be at least 1",
                        "'fixedBeta.betta'",
                        "mlpVae.latent must be a whole number of at most 2147483647, got 'lots'",
                        "--with klTarget",
                        "'conVae'",
                        "standardize.order must be");
    }

    @Test
    void aMistakeBesideBadDataIsAnInvalidExperiment() {
        int code = execute(new Mistake(idx("short", 64).command() + " --set fixedBeta.beta=-1", 64));

        assertThat(code).isEqualTo(64);
        assertThat(TERMINAL.err()).contains("2 problems", "expected 72 bytes", "fixedBeta.beta must be");
    }

    @Test
    void aPartThatIsNoneIsToldByItsName(@TempDir Path other) throws IOException {
        UserProject project = new UserProject(other);
        project.compile(List.of("""
                package com.example;

                import dev.equipoise.balance.LearningRate;
                import dev.equipoise.balance.ScheduledRate;
                import dev.equipoise.part.*;
                import java.lang.annotation.*;

                @Part(Odd.Factory.class)
                @Target(ElementType.TYPE)
                @Retention(RetentionPolicy.RUNTIME)
                public @interface Odd {
                    Class<?> rate();

                    final class Factory implements PartFactory<Odd, LearningRate<?>> {
                        public LearningRate<?> create(Odd annotation, Facts facts) {
                            return (ScheduledRate) step -> 1;
                        }
                    }
                }
                """));

        int code = execute(new Mistake("describe sound-table --classpath " + project.classes(), 64));

        assertThat(code).isEqualTo(64);
        assertThat(TERMINAL.err()).contains("@com.example.Odd", "attribute rate must be an int", "got Class");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void noMistakeLoadsAnEngine() throws IOException, InterruptedException {
        List<Mistake> mistakes = List.of(
                with("bernoulliNll"),
                idx("cut", 65),
                new Mistake("run sound-table --runs @/file", 74),
                new Mistake("run sound-table --device gpu:9999", 1),
                new Mistake("describe sound-pictures --with convVae", 0),
                new Mistake("run sound-table --dry-run --device cpu", 0));
        String[] commands = mistakes.stream()
                .map(mistake -> String.join(" ", mistake.arguments()))
                .toArray(String[]::new);

        ChildJvm.Ended ended = new ChildJvm(ChildJvm.ownClassPath(), folder, Map.of())
                .run(WatchedMain.class.getName(), commands)
                .well();

        // Only the last, which is no mistake, starts one: so the watch sees what it is there for.
        assertThat(ended.out().lines().filter(line -> line.startsWith("WATCHED")))
                .containsExactly(
                        "WATCHED 64 []",
                        "WATCHED 65 []",
                        "WATCHED 74 []",
                        "WATCHED 1 []",
                        "WATCHED 0 []",
                        "WATCHED 0 [libmxnet]");
    }

    /** What is discovered serves every command; only another class path needs an application of its own. */
    private static int execute(Mistake mistake) {
        TERMINAL.clear();
        return mistake.command().contains("--classpath")
                ? Main.run(TERMINAL.plain(), mistake.arguments())
                : APPLICATION
                        .getInstance(CommandLineFactory.class)
                        .commandLine()
                        .execute(mistake.arguments());
    }
}
