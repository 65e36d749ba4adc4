package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.app.CommandLineHere;
import dev.equipoise.app.CommandLineHere.Told;
import dev.equipoise.app.RunsHere;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.Activation;
import dev.equipoise.model.MlpVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Evaluation;
import dev.equipoise.schedules.CosineLearningRate;
import dev.equipoise.schedules.MultiRate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The frontier of one training beside the rate-distortion curve of the data, in a model that can reach all of it. */
class MultiRateTest {

    private static final WaterFilling FIVE = new WaterFilling(Prediction.EIGENVALUES, 5);

    @Experiment(name = "multi-rate-oracle", epochs = 267, batchSize = 256, seed = 7)
    @GaussianData(eigenvalues = {4, 2, 1, 0.5, 0.25})
    @MlpVae(hidden = 16, latent = 5, activation = Activation.IDENTITY)
    @MultiRate(lowest = 0.01, highest = 10)
    @CosineLearningRate(max = 1e-2, min = 1e-5)
    @Evaluation(draws = 4)
    static final class ManyBetas {}

    @Tag("slow")
    @Test
    void oneTrainingFollowsTheCurve(@TempDir Path folder) throws IOException {
        followsTheCurve(EngineName.PYTORCH, folder);
    }

    @Tag("slow")
    @EnabledIfSystemProperty(named = "equipoise.betas", matches = "all")
    @Test
    void soDoesThatOfTheOtherEngine(@TempDir Path folder) throws IOException {
        followsTheCurve(EngineName.MXNET, folder);
    }

    private static void followsTheCurve(EngineName engine, Path folder) throws IOException {
        RunsHere runs = new RunsHere(engine, folder);
        Path run = runs.run(runs.plan(ManyBetas.class)).directory();

        Told told = CommandLineHere.execute(
                "frontier", run.toString(), "--which", "last", "--points", "31", "--json", "--device", "cpu");

        assertThat(told.code()).as(told.err()).isZero();
        JsonNode points = new ObjectMapper().readTree(told.out()).get("points");
        int within = 0;
        for (JsonNode point : points) {
            double beta = point.get("beta").asDouble();
            if (beta > 0.0999 && beta < 1.001) {
                assertFollows(
                        beta,
                        point.get("squaredError").asDouble(),
                        point.get("kl").asDouble());
                within++;
            }
        }
        assertThat(within).isEqualTo(11);
    }

    private static void assertFollows(double beta, double squaredError, double kl) {
        double least = FIVE.distortion(FIVE.atRate(kl));
        double atBeta = FIVE.distortion(beta / 2);
        double loss = atBeta + beta * FIVE.rate(beta / 2);
        System.out.printf(
                Locale.ROOT,
                "beta %.3f: squared error %.4f, %.3f of the least at its KL of %.3f, %.3f of that at beta; loss %.4f of %.4f%n",
                beta,
                squaredError,
                squaredError / least,
                kl,
                squaredError / atBeta,
                squaredError + beta * kl,
                loss);
        assertThat(squaredError).as("at beta %s", beta).isLessThan(1.03 * least);
        assertThat(squaredError + beta * kl).as("at beta %s", beta).isCloseTo(loss, within(0.02 * loss));
    }
}
