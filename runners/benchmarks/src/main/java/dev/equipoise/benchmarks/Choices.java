package dev.equipoise.benchmarks;

import dev.equipoise.app.Equipoise;
import dev.equipoise.data.Digits;
import dev.equipoise.data.Standardize;
import dev.equipoise.data.sprites.Sprites;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.model.MlpVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.schedules.FixedBeta;
import dev.equipoise.stopping.StopAtStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Prints what each choice of an architecture does to the balance: 2,000 steps a row at the same beta, on two data sets. */
public final class Choices {

    private Choices() {}

    @Experiment(name = "choices-digits", epochs = 100, batchSize = 128, seed = 7)
    @Digits
    @Standardize
    @MlpVae(hidden = 400, latent = 16)
    @FixedBeta(beta = 1)
    @StopAtStep(step = 2_000)
    static final class OnDigits {}

    @Experiment(name = "choices-sprites", epochs = 100, batchSize = 128, seed = 7)
    @Sprites(examples = 20_000)
    @MlpVae(hidden = 400, latent = 10)
    @BernoulliNll
    @FixedBeta(beta = 1)
    @StopAtStep(step = 2_000)
    static final class OnSprites {}

    /** The part of one row and its attributes, as on the command line. */
    private record Choice(String part, List<String> settings) {

        static Choice of(String words) {
            List<String> all = List.of(words.split(" "));
            return new Choice(all.get(0), all.subList(1, all.size()));
        }

        Overrides overrides(int latents) {
            List<Setting> set = new ArrayList<>(List.of(new Setting(part + ".latent", String.valueOf(latents), "row")));
            for (String setting : settings) {
                int equals = setting.indexOf('=');
                set.add(new Setting(part + "." + setting.substring(0, equals), setting.substring(equals + 1), "row"));
            }
            return new Overrides(set, List.of(part), Set.of(), false);
        }

        String words() {
            return (part + " " + String.join(" ", settings)).strip();
        }
    }

    private static final List<Choice> CHOICES = Stream.of(
                    "mlpVae hidden=400",
                    "mlpVae hidden=100",
                    "mlpVae hidden=400,400",
                    "mlpVae hidden=400,400 skip=true",
                    "mlpVae hidden=400 activation=LEAKY_RELU",
                    "mlpVae hidden=400 activation=ELU",
                    "mlpVae hidden=400 activation=GELU",
                    "mlpVae hidden=400 activation=SILU",
                    "mlpVae hidden=400 activation=SOFTPLUS",
                    "mlpVae hidden=400 activation=TANH",
                    "mlpVae hidden=400 normalization=BATCH",
                    "mlpVae hidden=400 normalization=LAYER",
                    "mlpVae hidden=400 dropout=0.1",
                    "linearVae",
                    "gatedDenseVae",
                    "convVae",
                    "resNetVae channels=16,32")
            .map(Choice::of)
            .toList();

    /** Arguments: the engine, PyTorch if none is given. */
    public static void main(String[] arguments) throws IOException {
        EngineName engine = arguments.length > 0 ? EngineName.valueOf(arguments[0]) : EngineName.PYTORCH;
        Path runs = Files.createTempDirectory("equipoise-choices");
        print(OnDigits.class, 16, engine, runs);
        print(OnSprites.class, 10, engine, runs);
    }

    private static void print(Class<?> experiment, int latents, EngineName engine, Path runs) {
        System.out.println("| " + experiment.getAnnotation(Experiment.class).name()
                + " | reconstruction | KL, nats | active units | s |\n|---|---|---|---|---|");
        for (Choice choice : CHOICES) {
            RunReport report = Equipoise.run(
                    experiment, choice.overrides(latents), new RunOptions(engine, "cpu", runs, Monitoring.onPort(0)));
            SplitEvaluation validation = report.validation().orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "| `%s` | %.1f | %.1f | %d of %d | %.0f |%n",
                    choice.words(),
                    validation.reconstruction(),
                    validation.kl(),
                    validation.activeUnits(),
                    latents,
                    report.seconds());
        }
    }
}
