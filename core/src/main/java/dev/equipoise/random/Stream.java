package dev.equipoise.random;

/** The streams of random numbers of a run. The constants are part of the promise that a seed repeats a run. */
public final class Stream {

    /** Initial weights; the step is the index of the parameter. */
    public static final long INITIAL_WEIGHTS = 1;

    /** Order of the training examples; the step is the epoch. */
    public static final long ORDER = 2;

    /** Noise of the latents in training; the step is the step. */
    public static final long TRAINING_NOISE = 3;

    /** Noise of the latents in evaluation; the step is the draw. */
    public static final long EVALUATION_NOISE = 4;

    /** Synthetic data. */
    public static final long DATA = 5;

    /** Examples that stand for all of a split; each choice has a step of its own. */
    public static final long SAMPLE = 6;

    /** Latents of the prior that a trained model's samples are decoded from. */
    public static final long PRIOR = 7;

    /** Initial weights of critics; the step is the index of the parameter, counted through all critics. */
    public static final long CRITIC_WEIGHTS = 8;

    /** What critics draw in training; the step is the step. */
    public static final long CRITIC = 9;

    private static final long ROLLBACK = 256;

    private Stream() {}

    /** Noise of the latents in training after so many rollbacks: another stream each, the first {@link #TRAINING_NOISE}. */
    public static long trainingNoise(int rollbacks) {
        return TRAINING_NOISE + ROLLBACK * rollbacks;
    }

    /** What critics draw in training after so many rollbacks: another stream each, the first {@link #CRITIC}. */
    public static long critic(int rollbacks) {
        return CRITIC + ROLLBACK * rollbacks;
    }
}
