package dev.equipoise.metrics;

import dev.equipoise.run.Phase;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * KL of each latent. Up to {@value #LIMIT} latents are all exported; of more, those with the largest KL at the end of
 * the first epoch, chosen once, and the sum of the others as {@value #REST}: the number of series is bounded, none
 * vanishes, and their sum is the whole KL.
 */
final class LatentGauges {
    static final int LIMIT = 64;
    static final String REST = "rest";

    private final RunMeters meters;
    private @Nullable Chosen chosen;

    LatentGauges(RunMeters meters) {
        this.meters = meters;
    }

    void step(List<Double> kl) {
        if (chosen == null && kl.size() <= LIMIT) {
            chosen = choose(kl);
        }
        if (chosen != null) {
            chosen.train.set(kl);
        }
    }

    void epoch(List<Double> trainingMeans, List<Double> validation) {
        if (chosen == null) {
            chosen = choose(trainingMeans);
            chosen.train.set(trainingMeans);
        }
        chosen.validation.set(validation);
    }

    private Chosen choose(List<Double> kl) {
        int[] largestFirst = IntStream.range(0, kl.size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        latent -> Double.isFinite(kl.get(latent)) ? -kl.get(latent) : Double.POSITIVE_INFINITY))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] own = IntStream.of(largestFirst).limit(LIMIT).sorted().toArray();
        int[] others = IntStream.of(largestFirst).skip(LIMIT).toArray();
        return new Chosen(
                Series.of(meters, Phase.TRAIN, own, others), Series.of(meters, Phase.VALIDATION, own, others));
    }

    private record Chosen(Series train, Series validation) {}

    /** The series of one phase: {@code levels[i]} is of latent {@code own[i]}, the rest of all the others. */
    private record Series(int[] own, int[] others, GaugeValue[] levels, GaugeValue rest) {

        static Series of(RunMeters meters, Phase phase, int[] own, int[] others) {
            GaugeValue[] levels = IntStream.of(own)
                    .mapToObj(latent -> meters.level(Meter.KL_LATENT_NATS, phase.word(), Integer.toString(latent)))
                    .toArray(GaugeValue[]::new);
            return new Series(own, others, levels, meters.level(Meter.KL_LATENT_NATS, phase.word(), REST));
        }

        void set(List<Double> kl) {
            for (int i = 0; i < own.length; i++) {
                levels[i].set(kl.get(own[i]));
            }
            if (others.length > 0) {
                double sum = 0;
                for (int latent : others) {
                    sum += kl.get(latent);
                }
                rest.set(sum);
            }
        }
    }
}
