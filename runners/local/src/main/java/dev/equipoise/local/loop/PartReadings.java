package dev.equipoise.local.loop;

import dev.equipoise.balance.Contributions;
import dev.equipoise.balance.Readings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The readings of a batch that is taken in parts: their means, weighted by examples. */
final class PartReadings {

    private final Map<String, Double> measures = new LinkedHashMap<>();
    private double[] klPerLatent = new double[0];
    private double examples;
    private double loss;
    private double reconstruction;
    private double squaredError;
    private double divergence;
    private double kl;
    private Optional<Contributions> contributions = Optional.of(Contributions.NONE);

    void add(Readings part, int count) {
        examples += count;
        loss += count * part.loss();
        reconstruction += count * part.reconstruction();
        squaredError += count * part.squaredError();
        divergence += count * part.divergence();
        kl += count * part.kl();
        if (klPerLatent.length == 0) {
            klPerLatent = new double[part.klPerLatent().length];
        }
        for (int i = 0; i < klPerLatent.length; i++) {
            klPerLatent[i] += count * part.klPerLatent()[i];
        }
        contributions = contributions.flatMap(sums -> part.contributions().map(more -> sums.plus(count, more)));
        part.measures().forEach((name, value) -> measures.merge(name, count * value, Double::sum));
    }

    /** @param gradientNorm of the whole batch */
    Readings mean(double gradientNorm) {
        double[] latents = new double[klPerLatent.length];
        for (int i = 0; i < latents.length; i++) {
            latents[i] = klPerLatent[i] / examples;
        }
        Map<String, Double> means = new LinkedHashMap<>();
        measures.forEach((name, value) -> means.put(name, value / examples));
        return new Readings(
                loss / examples,
                reconstruction / examples,
                squaredError / examples,
                divergence / examples,
                kl / examples,
                latents,
                gradientNorm,
                means,
                contributions.map(sums -> sums.times(1 / examples)),
                Map.of());
    }
}
