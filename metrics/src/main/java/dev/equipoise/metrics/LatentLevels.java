package dev.equipoise.metrics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * KL of each latent. Up to {@value #LIMIT} latents are all exported; of more, those with the largest KL at the end of
 * the first epoch, chosen once, so that the number of series is bounded and none vanishes.
 */
final class LatentLevels {
    static final int LIMIT = 64;

    private final RunMeters meters;
    private @Nullable Chosen chosen;

    LatentLevels(RunMeters meters) {
        this.meters = meters;
    }

    void step(double[] kl) {
        if (chosen == null && kl.length <= LIMIT) {
            chosen = choose(kl);
        }
        if (chosen != null) {
            for (int i = 0; i < chosen.latents.length; i++) {
                chosen.train[i].set(kl[chosen.latents[i]]);
            }
        }
    }

    void epoch(double[] trainingMeans, List<Double> validation) {
        if (chosen == null) {
            chosen = choose(trainingMeans);
            step(trainingMeans);
        }
        for (int i = 0; i < chosen.latents.length; i++) {
            chosen.validation[i].set(validation.get(chosen.latents[i]));
        }
    }

    private Chosen choose(double[] kl) {
        int[] latents = IntStream.range(0, kl.length)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        latent -> Double.isFinite(kl[latent]) ? -kl[latent] : Double.POSITIVE_INFINITY))
                .limit(LIMIT)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        return new Chosen(latents, levels("train", latents), levels("validation", latents));
    }

    private Level[] levels(String phase, int[] latents) {
        return IntStream.of(latents)
                .mapToObj(latent -> meters.level(Meter.KL_LATENT_NATS, phase, Integer.toString(latent)))
                .toArray(Level[]::new);
    }

    private record Chosen(int[] latents, Level[] train, Level[] validation) {}
}
