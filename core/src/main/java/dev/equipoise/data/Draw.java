package dev.equipoise.data;

import dev.equipoise.random.CounterRandom;

/**
 * The random numbers of one example in one epoch. They are a function of the run's seed, the part that draws, the epoch,
 * the example and the number's index, so that a resumed run draws the same.
 *
 * @param stream of the part that draws
 * @param epoch from 0; {@link #FIXED} for the draw that fitting and evaluation use
 * @param example its index in the split
 */
public record Draw(long seed, long stream, long epoch, long example) {

    /** The epoch of the draw that fitting and evaluation use. */
    public static final long FIXED = -1;

    /** Uniform in the open interval (0, 1). */
    public double uniform(int index) {
        return CounterRandom.uniform(seed, stream, epoch, (example << Integer.SIZE) + index);
    }

    /** Uniform among 0 .. bound - 1. */
    public int below(int bound, int index) {
        return CounterRandom.below(bound, seed, stream, epoch, (example << Integer.SIZE) + index);
    }

    /** As many standard normal numbers. */
    public double[] gaussian(int count) {
        double[] numbers = new double[count];
        CounterRandom.gaussian(numbers, seed, stream + (example << Integer.SIZE), epoch);
        return numbers;
    }
}
