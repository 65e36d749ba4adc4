package dev.equipoise.local.loop;

import dev.equipoise.balance.Contributions;
import dev.equipoise.balance.Readings;
import dev.equipoise.run.EpochMeans;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Sums over the steps of an epoch, weighted by their examples. */
final class EpochSums {

    private final int elements;
    private final double[] klPerLatent;
    private long examples;
    private double seconds;
    private double loss;
    private double reconstruction;
    private double squaredError;
    private double kl;
    private double divergence;
    private Map<String, Double> measures = new LinkedHashMap<>();
    private Optional<Contributions> contributions = Optional.of(Contributions.NONE);
    private double beta;
    private boolean everyStepHasBeta = true;
    private double learningRate;

    EpochSums(int elements, int latents) {
        this.elements = elements;
        klPerLatent = new double[latents];
    }

    void add(Readings readings, OptionalDouble stepBeta, double rate, int count, double stepSeconds) {
        examples += count;
        seconds += stepSeconds;
        loss += count * readings.loss();
        reconstruction += count * readings.reconstruction();
        squaredError += count * readings.squaredError();
        kl += count * readings.kl();
        divergence += count * readings.divergence();
        readings.measures().forEach((name, value) -> measures.merge(name, count * value, Double::sum));
        contributions = contributions.flatMap(sums -> readings.contributions().map(more -> sums.plus(count, more)));
        for (int i = 0; i < klPerLatent.length; i++) {
            klPerLatent[i] += count * readings.klPerLatent()[i];
        }
        everyStepHasBeta &= stepBeta.isPresent();
        beta += count * stepBeta.orElse(0);
        learningRate = rate;
    }

    /** What is saved of an epoch that has not ended. */
    record State(
            double[] klPerLatent,
            long examples,
            double seconds,
            double loss,
            double reconstruction,
            double squaredError,
            double kl,
            double divergence,
            Map<String, Double> measures,
            Optional<Contributions> contributions,
            double beta,
            boolean everyStepHasBeta,
            double learningRate) {}

    State save() {
        return new State(
                klPerLatent.clone(),
                examples,
                seconds,
                loss,
                reconstruction,
                squaredError,
                kl,
                divergence,
                new LinkedHashMap<>(measures),
                contributions,
                beta,
                everyStepHasBeta,
                learningRate);
    }

    void restore(State saved) {
        System.arraycopy(saved.klPerLatent(), 0, klPerLatent, 0, klPerLatent.length);
        examples = saved.examples();
        seconds = saved.seconds();
        loss = saved.loss();
        reconstruction = saved.reconstruction();
        squaredError = saved.squaredError();
        kl = saved.kl();
        divergence = saved.divergence();
        measures = new LinkedHashMap<>(saved.measures());
        contributions = saved.contributions();
        beta = saved.beta();
        everyStepHasBeta = saved.everyStepHasBeta();
        learningRate = saved.learningRate();
    }

    EpochMeans means() {
        double[] latents = new double[klPerLatent.length];
        for (int i = 0; i < latents.length; i++) {
            latents[i] = klPerLatent[i] / examples;
        }
        Map<String, Double> means = new LinkedHashMap<>(measures);
        means.replaceAll((name, sum) -> sum / examples);
        return new EpochMeans(
                loss / examples,
                reconstruction / examples,
                squaredError / examples,
                squaredError / examples / elements,
                kl / examples,
                latents,
                divergence / examples,
                means,
                contributions.map(sums -> sums.times(1.0 / examples)),
                everyStepHasBeta ? OptionalDouble.of(beta / examples) : OptionalDouble.empty(),
                learningRate,
                examples / seconds);
    }
}
