package dev.equipoise.truth;

import java.util.Arrays;
import java.util.Random;

/**
 * A linear VAE trained on fresh Gaussian examples in double precision, with gradients written out by hand and noise of the
 * JDK: it shares nothing with the framework, so it says where a loss without a closed-form optimum ends.
 */
final class ReferenceTraining {

    /** What one more unit of each measure costs, per example: the derivative of the batch's loss, times the batch size. */
    interface Slopes {

        /**
         * Fills both arrays.
         *
         * @param squaredErrors of the examples
         * @param kl of the latents of the examples, in nats
         */
        void of(double[] squaredErrors, double[][] kl, double[] onSquaredError, double[][] onKl);
    }

    /** Where training ended: squared error and KL in nats, both per example. */
    record Point(double distortion, double rate) {}

    private static final int STEPS = 6_000;
    private static final int BATCH = 256;
    private static final int EVALUATED = 40_000;

    private final double[] deviations;
    private final int m;
    private final Random random = new Random(11);

    /** Mean (M × N+1), log-variance (M × N+1), decoder (N × M+1); the last column of each is the bias. */
    private final double[][][] weights;

    private ReferenceTraining(double[] eigenvalues, int latents) {
        deviations = Arrays.stream(eigenvalues).map(Math::sqrt).toArray();
        m = latents;
        int n = eigenvalues.length;
        weights = new double[][][] {new double[m][n + 1], new double[m][n + 1], new double[n][m + 1]};
        for (double[] row : weights[0]) {
            Arrays.setAll(row, i -> 0.3 * random.nextGaussian());
        }
        for (double[] row : weights[2]) {
            Arrays.setAll(row, i -> 0.3 * random.nextGaussian());
        }
    }

    /** Adam with a cosine rate from 1e-2 to 1e-5, 6,000 steps of 256. */
    static Point train(double[] eigenvalues, int latents, Slopes slopes) {
        ReferenceTraining training = new ReferenceTraining(eigenvalues, latents);
        double[][][] first = zeros(training.weights);
        double[][][] second = zeros(training.weights);
        for (int step = 1; step <= STEPS; step++) {
            double[][][] gradient = training.new Pass(BATCH).gradient(slopes);
            double rate = 1e-5 + (1e-2 - 1e-5) * (1 + Math.cos(Math.PI * step / STEPS)) / 2;
            double corrected = rate * Math.sqrt(1 - Math.pow(0.999, step)) / (1 - Math.pow(0.9, step));
            for (int w = 0; w < gradient.length; w++) {
                for (int i = 0; i < gradient[w].length; i++) {
                    for (int j = 0; j < gradient[w][i].length; j++) {
                        double g = gradient[w][i][j];
                        first[w][i][j] += 0.1 * (g - first[w][i][j]);
                        second[w][i][j] += 0.001 * (g * g - second[w][i][j]);
                        training.weights[w][i][j] -= corrected * first[w][i][j] / (Math.sqrt(second[w][i][j]) + 1e-8);
                    }
                }
            }
        }
        Pass last = training.new Pass(EVALUATED);
        return new Point(
                Arrays.stream(last.squaredErrors).average().orElseThrow(),
                Arrays.stream(last.kl).flatMapToDouble(Arrays::stream).sum() / EVALUATED);
    }

    private static double[][][] zeros(double[][][] like) {
        return Arrays.stream(like)
                .map(matrix ->
                        Arrays.stream(matrix).map(row -> new double[row.length]).toArray(double[][]::new))
                .toArray(double[][][]::new);
    }

    /** One batch through the model. */
    private final class Pass {

        private final double[][] x;
        private final double[][] mean;
        private final double[][] logVariance;
        private final double[][] noise;
        private final double[][] z;
        private final double[][] error;
        private final double[] squaredErrors;
        private final double[][] kl;

        Pass(int batch) {
            int n = deviations.length;
            x = new double[batch][n];
            noise = new double[batch][m];
            for (int b = 0; b < batch; b++) {
                Arrays.setAll(x[b], i -> deviations[i] * random.nextGaussian());
                Arrays.setAll(noise[b], i -> random.nextGaussian());
            }
            mean = through(weights[0], x);
            logVariance = through(weights[1], x);
            z = new double[batch][m];
            kl = new double[batch][m];
            for (int b = 0; b < batch; b++) {
                for (int j = 0; j < m; j++) {
                    double v = logVariance[b][j];
                    z[b][j] = mean[b][j] + Math.exp(v / 2) * noise[b][j];
                    kl[b][j] = (mean[b][j] * mean[b][j] + Math.exp(v) - v - 1) / 2;
                }
            }
            error = through(weights[2], z);
            squaredErrors = new double[batch];
            for (int b = 0; b < batch; b++) {
                for (int i = 0; i < n; i++) {
                    error[b][i] -= x[b][i];
                    squaredErrors[b] += error[b][i] * error[b][i];
                }
            }
        }

        double[][][] gradient(Slopes slopes) {
            int batch = x.length;
            double[] onError = new double[batch];
            double[][] onKl = new double[batch][m];
            slopes.of(squaredErrors, kl, onError, onKl);
            double[][][] gradient = zeros(weights);
            for (int b = 0; b < batch; b++) {
                double[] onZ = new double[m];
                for (int i = 0; i < error[b].length; i++) {
                    double slope = 2 * error[b][i] * onError[b] / batch;
                    for (int j = 0; j < m; j++) {
                        onZ[j] += slope * weights[2][i][j];
                    }
                    accumulate(gradient[2][i], slope, z[b]);
                }
                for (int j = 0; j < m; j++) {
                    double v = logVariance[b][j];
                    double price = onKl[b][j] / batch;
                    accumulate(gradient[0][j], onZ[j] + price * mean[b][j], x[b]);
                    double onV = onZ[j] * noise[b][j] * Math.exp(v / 2) / 2 + price * (Math.exp(v) - 1) / 2;
                    accumulate(gradient[1][j], onV, x[b]);
                }
            }
            return gradient;
        }
    }

    private static void accumulate(double[] row, double slope, double[] input) {
        for (int i = 0; i < input.length; i++) {
            row[i] += slope * input[i];
        }
        row[input.length] += slope;
    }

    private static double[][] through(double[][] matrix, double[][] inputs) {
        double[][] outputs = new double[inputs.length][matrix.length];
        for (int b = 0; b < inputs.length; b++) {
            for (int i = 0; i < matrix.length; i++) {
                double[] row = matrix[i];
                double sum = row[row.length - 1];
                for (int j = 0; j < row.length - 1; j++) {
                    sum += row[j] * inputs[b][j];
                }
                outputs[b][i] = sum;
            }
        }
        return outputs;
    }
}
