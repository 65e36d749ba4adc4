package dev.equipoise.plan;

import static dev.equipoise.plan.ExperimentProblemsTest.problem;
import static dev.equipoise.plan.ExperimentProblemsTest.problemsOf;
import static dev.equipoise.plan.ExperimentReaderTest.set;
import static dev.equipoise.plan.ExperimentReaderTest.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.plan.ExperimentReaderTest.Full;
import dev.equipoise.plan.ExperimentReaderTest.Plain;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with values, keys and the parts that are put in or taken out. */
class OverrideProblemsTest {

    @Experiment(name = "wrong", epochs = 0)
    @DataParts.Table(examples = 0)
    @ModelParts.Net(
            latent = 100,
            hidden = {8, 0})
    @BalanceParts.Beta(beta = 13)
    static final class ManyWrong {}

    static Stream<Arguments> problems() {
        return Stream.of(
                problem(
                        "values of wrong types, all at once",
                        Full.class,
                        set(
                                "experiment.epochs=many",
                                "beta.beta=1,5",
                                "beta.warm=1.5",
                                "net.activation=gelu",
                                "net.hidden=8,,8",
                                "rate.decay=yes",
                                "rate.rate=NaN",
                                "mmd[0].scales=1;2",
                                "table.examples=99999999999"),
                        "experiment.epochs must be a whole number of at most 2147483647, got 'many' (--set)",
                        "beta.beta must be a number, got '1,5' (--set)",
                        "beta.warm must be a whole number of at most 9223372036854775807, got '1.5' (--set)",
                        "net.activation must be one of RELU, TANH, got 'gelu' (--set)",
                        "net.hidden must be a comma list of whole numbers, got '8,,8' (--set)",
                        "rate.decay must be true or false, got 'yes' (--set)",
                        "rate.rate must be a number, got 'NaN' (--set)",
                        "mmd[0].scales must be a comma list of numbers, got '1;2' (--set)",
                        "table.examples must be a whole number of at most 2147483647, got '99999999999' (--set)"),
                problem(
                        "unknown keys",
                        Full.class,
                        set(
                                "bta.beta=1",
                                "beta.baet=1",
                                "experiment.epoch=1",
                                "epochs=1",
                                "zzzzzzzzzzzzzzzz.q=1",
                                "mmd.weight=1",
                                "mmd[2].weight=1",
                                "klTarget.nats=1",
                                "klTarget.nat=1"),
                        "unknown key 'bta.beta' (--set): did you mean 'beta.beta'?",
                        "unknown key 'beta.baet' (--set): did you mean 'beta.beta'?",
                        "unknown key 'experiment.epoch' (--set): did you mean 'experiment.epochs'?",
                        "unknown key 'epochs' (--set): did you mean 'experiment.epochs'?",
                        "unknown key 'zzzzzzzzzzzzzzzz.q' (--set)",
                        "'mmd.weight' (--set) must say which of [mmd[0], mmd[1]] it sets",
                        "'mmd[2].weight' (--set) must have an index below 2, the number of mmd parts",
                        "'klTarget.nats' (--set) sets a part that Full does not have: add it with --with klTarget",
                        "unknown key 'klTarget.nat' (--set): did you mean 'klTarget.nats'?"),
                problem(
                        "a key of a default that does not apply",
                        Plain.class,
                        set("scale.by=2"),
                        "'scale.by' (--set) sets a part that Plain does not have: add it with --with scale"),
                problem(
                        "missing required attributes, together",
                        Plain.class,
                        with(List.of("klTarget"), Set.of()),
                        "klTarget.gain must be set, because it has no default (--with): add --set klTarget.gain=...",
                        "klTarget.nats must be set, because it has no default (--with): add --set klTarget.nats=..."),
                problem(
                        "parts that are not known, or not there",
                        Full.class,
                        with(List.of("klTraget", "shaped", "klTarget", "bits"), Set.of("mdm", "bits", "cascade")),
                        "'bits' must be added or removed, got both --with and --without",
                        "'cascade' (--without) must be a part of the experiment, which has [beta, mmd[0], mmd[1], net,"
                                + " scale, shift, table]",
                        "unknown part 'mdm' (--without): did you mean 'mmd'?",
                        "unknown part 'klTraget' (--with): did you mean 'klTarget'?",
                        "role 'balancing strategy' must have one part, got klTarget (--with) and shaped (--with)",
                        "klTarget.gain must be set, because it has no default (--with): add --set klTarget.gain=...",
                        "klTarget.nats must be set, because it has no default (--with): add --set klTarget.nats=...",
                        "the penalty shape of the divergence must come from one part, got bits (--with) and that of shaped (--with)"
                                + ": remove one of them"),
                problem(
                        "a part that is there once",
                        Full.class,
                        with(List.of("shift"), Set.of()),
                        "'shift' is not repeatable and must appear once, got shift[0] (annotation on Full) and"
                                + " shift[1] (--with)",
                        "preprocessing steps must have different orders, got 20 for shift[0] (annotation on Full) and"
                                + " shift[1] (--with)"),
                problem(
                        "a single role without its default",
                        Plain.class,
                        with(List.of(), Set.of("kl")),
                        "role 'KL estimator' must have a part, got none: annotate the experiment or add one with --with;"
                                + " known parts are [decomposedKl, kl]"),
                problem(
                        "ranges, and what other factories find in spite of them",
                        ManyWrong.class,
                        set("rate.rate=0"),
                        "experiment.epochs must be at least 1 and at most 1000000 epochs, got 0 (annotation on"
                                + " ManyWrong)",
                        "net.hidden must be at least 1 and at most 1024 units, got 8,0 (annotation on ManyWrong)",
                        "net.latent must be at least 1 and at most 64, got 100 (annotation on ManyWrong)",
                        "rate.rate must be above 0 and at most 1, got 0 (--set)",
                        "table.examples must be at least 1 examples, got 0 (annotation on ManyWrong)",
                        "beta (annotation on ManyWrong): beta must be lucky, got 13.0",
                        "beta (annotation on ManyWrong): beta must be even"),
                problem(
                        "a name that Windows reserves",
                        Plain.class,
                        set("experiment.name=nul.txt"),
                        "experiment.name must not be a name that Windows reserves, got 'nul.txt'"),
                problem(
                        "a name that ends with a dot",
                        Plain.class,
                        set("experiment.name=a."),
                        "experiment.name must not end with a dot, which Windows drops, got 'a.'"),
                problem(
                        "a name against the rule",
                        Plain.class,
                        set("experiment.name=../A"),
                        "experiment.name must match [a-z0-9][a-z0-9._-]{0,63}, got '../A'"));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void everyProblemIsReportedAtOnce(Class<?> type, Overrides overrides, List<String> problems) {
        assertThat(problemsOf(TestParts.reader(), type, overrides)).containsExactlyInAnyOrderElementsOf(problems);
    }
}
