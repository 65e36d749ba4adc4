package dev.equipoise.examples;

import dev.equipoise.app.Equipoise;
import dev.equipoise.data.Digits;
import dev.equipoise.plan.InvalidExperimentException;
import dev.equipoise.run.IncompatibleResumeException;
import dev.equipoise.run.ModelView.Encoded;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.TrainedModel;
import dev.equipoise.run.TrainedModel.Which;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A trained model at work, in the terminal: the best one of a run of {@link DigitsCyclical} reconstructs digits that it
 * was not trained on, encodes one, goes from one to another through its latents, and makes new ones.
 */
final class TrainedDigits {

    private static final int PICTURES = 5;
    private static final long SEED = 7;

    private TrainedDigits() {}

    public static void main(String... args) {
        System.exit(run(System.out, System.err, args));
    }

    /** The code that the process ends with. */
    static int run(PrintStream out, PrintStream err, String... args) {
        if (args.length != 1) {
            err.println("usage: TrainedDigits DIR, the directory of a run: runs/digits-cyclical/<run>");
            return 2;
        }
        Path directory = Path.of(args[0]);
        try (TrainedModel model = Equipoise.load(DigitsCyclical.class, directory, Which.BEST, RunOptions.defaults())) {
            out.print(shown(model));
            return 0;
        } catch (IncompatibleResumeException | InvalidExperimentException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private static String shown(TrainedModel model) {
        float[] digits =
                Digits.Factory.source().load().validation().first(PICTURES).values();
        Encoded encoded = model.encode(digits);
        return String.join(
                "\n",
                "Digits of the validation split, and below them their reconstructions:",
                Pictures.of(digits) + Pictures.of(model.reconstruct(digits)),
                "The two latents of the first digit with the smallest variance:",
                surest(encoded, model.latents()),
                "From the first digit to the second, by equal steps in the latents:",
                Pictures.of(model.decode(between(encoded.means(), model.latents()))),
                "Samples of the prior with seed " + SEED + ":",
                Pictures.of(model.sample(PICTURES, SEED)));
    }

    private static String surest(Encoded encoded, int latents) {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, latents)
                .boxed()
                .sorted((a, b) -> Float.compare(encoded.logVariances()[a], encoded.logVariances()[b]))
                .limit(2)
                .forEach(latent -> text.append(String.format(
                        Locale.ROOT,
                        "latent %d: mean %.3f, standard deviation %.3f\n",
                        latent,
                        encoded.means()[latent],
                        Math.exp(encoded.logVariances()[latent] / 2))));
        return text.toString();
    }

    /** From the first row of latents to the second, both included. */
    private static float[] between(float[] means, int latents) {
        float[] rows = new float[PICTURES * latents];
        for (int i = 0; i < rows.length; i++) {
            int picture = i / latents;
            int latent = i % latents;
            float share = picture / (PICTURES - 1f);
            rows[i] = (1 - share) * means[latent] + share * means[latents + latent];
        }
        return rows;
    }
}
