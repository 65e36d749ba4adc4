package dev.equipoise.local.internal.loop;

import dev.equipoise.data.Split;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.run.ModelView.Encoded;

/** The mutual information of data and latents, with the same noise at every estimate. */
final class MutualInformation {

    /** Examples over which q(z) is averaged. */
    private static final int ROWS = 512;

    private MutualInformation() {}

    /**
     * The mean of ln q(z|x) − ln q(z) in nats, with one draw of z for each example and q(z) as the mean of q(z|x') over the
     * examples of its batch (Hoffman and Johnson 2016; in this form He et al. 2019): at most the logarithm of their number.
     */
    static double of(EngineModel model, Split split) {
        double sum = 0;
        for (int from = 0; from < split.examples(); from += ROWS) {
            int to = Math.min(from + ROWS, split.examples());
            Encoded encoded = model.encode(split, from, to);
            double[] noise = new double[encoded.means().length];
            CounterRandom.gaussian(noise, model.seed(), CounterRandom.Stream.EVALUATION_NOISE, from);
            sum += sum(encoded, noise, to - from);
        }
        return sum / split.examples();
    }

    /** The sum of ln q(z|x) − ln q(z) over the rows of one batch. */
    static double sum(Encoded encoded, double[] noise, int rows) {
        int latents = noise.length / rows;
        double[] precision = new double[noise.length];
        double[] constant = new double[rows];
        double[] drawn = new double[noise.length];
        for (int i = 0; i < noise.length; i++) {
            precision[i] = Math.exp(-encoded.logVariances()[i]);
            constant[i / latents] -= 0.5 * encoded.logVariances()[i];
            drawn[i] = encoded.means()[i] + noise[i] / Math.sqrt(precision[i]);
        }
        double sum = 0;
        double[] logs = new double[rows];
        for (int z = 0; z < rows; z++) {
            double most = Double.NEGATIVE_INFINITY;
            for (int x = 0; x < rows; x++) {
                double log = constant[x];
                for (int j = 0; j < latents; j++) {
                    double deviation = drawn[z * latents + j] - encoded.means()[x * latents + j];
                    log -= 0.5 * deviation * deviation * precision[x * latents + j];
                }
                logs[x] = log;
                most = Math.max(most, log);
            }
            double total = 0;
            for (double log : logs) {
                total += Math.exp(log - most);
            }
            sum += logs[z] - most - Math.log(total / rows);
        }
        return sum;
    }
}
