package dev.equipoise.random;

/**
 * Random numbers that are a function of (seed, stream, step, index) and of nothing else, so that any step of any run can
 * be drawn again. Bits come from SplitMix64 (Steele, Lea and Flood 2014), normal numbers from them by the inverse of the
 * distribution function in the form of Wichura 1988 (algorithm AS 241, PPND16). Only operations that Java specifies to the
 * last bit are used: the numbers are the same on every machine.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // the coefficients as published
public final class CounterRandom {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;
    private static final double SQRT_2 = 1.4142135623730951;
    private static final double LN_2 = 0.6931471805599453;

    private CounterRandom() {}

    /** 64 bits. */
    public static long bits(long seed, long stream, long step, long index) {
        return mix(key(seed, stream, step) + GOLDEN * (index + 1));
    }

    /** Uniform in the open interval (0, 1). */
    public static double uniform(long seed, long stream, long step, long index) {
        return unit(bits(seed, stream, step, index));
    }

    /** Uniform among 0 .. bound − 1, with a bias below bound/2⁶³. */
    public static int below(int bound, long seed, long stream, long step, long index) {
        return (int) Math.floorMod(bits(seed, stream, step, index) >>> 1, (long) bound);
    }

    /** A standard normal number. */
    public static double gaussian(long seed, long stream, long step, long index) {
        return quantile(uniform(seed, stream, step, index));
    }

    /** Fills {@code out} with standard normal numbers. */
    public static void gaussian(double[] out, long seed, long stream, long step) {
        long key = key(seed, stream, step);
        for (int i = 0; i < out.length; i++) {
            out[i] = quantile(unit(mix(key + GOLDEN * (i + 1L))));
        }
    }

    /** Fills {@code out} with standard normal numbers: those of the double version, rounded. */
    public static void gaussian(float[] out, long seed, long stream, long step) {
        gaussian(out, seed, stream, step, 0);
    }

    /**
     * The same from another index on.
     *
     * @param first index of the first number: a step may fill several arrays in a row
     */
    public static void gaussian(float[] out, long seed, long stream, long step, long first) {
        long key = key(seed, stream, step);
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) quantile(unit(mix(key + GOLDEN * (first + i + 1))));
        }
    }

    /**
     * Fills {@code out} with 0 for a share of {@code rate}, and 1/(1 − rate) elsewhere.
     *
     * @param first index of the first number: a step may fill several arrays in a row
     */
    public static void mask(float[] out, double rate, long seed, long stream, long step, long first) {
        long key = key(seed, stream, step);
        float kept = (float) (1 / (1 - rate));
        for (int i = 0; i < out.length; i++) {
            out[i] = unit(mix(key + GOLDEN * (first + i + 1))) < rate ? 0 : kept;
        }
    }

    /** A permutation of 0 .. size − 1 (Fisher and Yates). */
    public static int[] permutation(int size, long seed, long stream, long step) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = below(i + 1, seed, stream, step, i);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static long key(long seed, long stream, long step) {
        return mix(mix(mix(seed + GOLDEN) ^ (stream + 0xD1B54A32D192ED03L)) ^ (step + 0x8CB92BA72F3D8DD7L));
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static double unit(long bits) {
        return ((bits >>> 11) + 0.5) * UNIT;
    }

    /** The standard normal quantile of p in (0, 1), with a relative error of about 1e-16. */
    static double quantile(double p) {
        double q = p - 0.5;
        if (Math.abs(q) <= 0.425) {
            double r = 0.180625 - q * q;
            return q
                    * (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
                                                                                            + 45921.953931549871457)
                                                                                    * r
                                                                            + 13731.693765509461125)
                                                                    * r
                                                            + 1971.5909503065514427)
                                                    * r
                                            + 133.14166789178437745)
                                    * r
                            + 3.387132872796366608)
                    / (((((((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
                                                                                            + 21213.794301586595867)
                                                                                    * r
                                                                            + 5394.1960214247511077)
                                                                    * r
                                                            + 687.1870074920579083)
                                                    * r
                                            + 42.313330701600911252)
                                    * r
                            + 1.0);
        }
        double r = Math.sqrt(-logarithm(q < 0 ? p : 1 - p));
        double tail = r <= 5 ? middleTail(r - 1.6) : farTail(r - 5);
        return q < 0 ? -tail : tail;
    }

    /**
     * ln(x) of a normal x in (0, 1), with an error of a few units in the last place: x = m·2ᵏ with m in [1, 2), and
     * ln(m/√2) = 2·artanh((m − √2)/(m + √2)) by its series. Math.log may differ between machines, StrictMath.log is slow.
     */
    static double logarithm(double x) {
        long bits = Double.doubleToRawLongBits(x);
        long exponent = (bits >>> 52) - 1023;
        double m = Double.longBitsToDouble((bits & 0xFFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        double s = (m - SQRT_2) / (m + SQRT_2);
        double t = s * s;
        double series = 1.0 / 23;
        series = series * t + 1.0 / 21;
        series = series * t + 1.0 / 19;
        series = series * t + 1.0 / 17;
        series = series * t + 1.0 / 15;
        series = series * t + 1.0 / 13;
        series = series * t + 1.0 / 11;
        series = series * t + 1.0 / 9;
        series = series * t + 1.0 / 7;
        series = series * t + 1.0 / 5;
        series = series * t + 1.0 / 3;
        series = series * t + 1.0;
        return (exponent + 0.5) * LN_2 + 2 * s * series;
    }

    private static double middleTail(double r) {
        return (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
                                                                                        + 1.27045825245236838258)
                                                                                * r
                                                                        + 3.64784832476320460504)
                                                                * r
                                                        + 5.7694972214606914055)
                                                * r
                                        + 4.6303378461565452959)
                                * r
                        + 1.42343711074968357734)
                / (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
                                                                                        + 0.14810397642748007459)
                                                                                * r
                                                                        + 0.68976733498510000455)
                                                                * r
                                                        + 1.6763848301838038494)
                                                * r
                                        + 2.05319162663775882187)
                                * r
                        + 1.0);
    }

    private static double farTail(double r) {
        return (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
                                                                                        + 0.026532189526576123093)
                                                                                * r
                                                                        + 0.29656057182850489123)
                                                                * r
                                                        + 1.7848265399172913358)
                                                * r
                                        + 5.4637849111641143699)
                                * r
                        + 6.6579046435011037772)
                / (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
                                                                                        + 7.868691311456132591e-4)
                                                                                * r
                                                                        + 0.0148753612908506148525)
                                                                * r
                                                        + 0.13692988092273580531)
                                                * r
                                        + 0.59983220655588793769)
                                * r
                        + 1.0);
    }

    /** The streams of random numbers of a run. The constants are part of the promise that a seed repeats a run. */
    public static final class Stream {

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

        /** Examples that represent a split; each draw has its own step. */
        public static final long SAMPLE = 6;

        /** Latents drawn from the prior, from which a trained model decodes its samples. */
        public static final long PRIOR = 7;

        /** Initial weights of critics; the step is the index of the parameter, counted through all critics. */
        public static final long CRITIC_WEIGHTS = 8;

        /** What critics draw in training; the step is the step. */
        public static final long CRITIC = 9;

        /** Masks of dropout in training; the step is the step. */
        public static final long DROPOUT = 10;

        /** What random preprocessing steps draw, for one with order 0; the step is the epoch. */
        public static final long PREPROCESSING = 11;

        /** What augmentations draw, for one with order 0; the step is the epoch. */
        public static final long AUGMENTATION = 12;

        /** Which values of synthetic data are missing. */
        public static final long MISSING = 13;

        /** Where components of priors begin; the step is the component. */
        public static final long PRIOR_WEIGHTS = 14;
        /** Seeds of the fresh weights that a procedure gives a network; the step is the step before which it does. */
        public static final long RENEWED_WEIGHTS = 16;

        /** Uniform side inputs in training; the step is the step. */
        public static final long UNIFORM = 17;

        /** The distance of streams of the same kind, such as those of preprocessing steps of successive orders. */
        public static final long APART = 256;

        private Stream() {}

        /** The stream of an inner step beside that of a step, {@code of}; its step is {@link #innerStep}. */
        public static long inner(long of) {
            return of + APART / 2;
        }

        /**
         * The step of the streams of an inner step.
         *
         * @param inner index of the inner step before the step, below 2²⁰
         */
        public static long innerStep(long step, int inner) {
            return (step << 20) + inner;
        }

        /**
         * Noise of the latents in training after this number of rollbacks. Each number has its own stream; 0 has {@link
         * #TRAINING_NOISE}.
         */
        public static long trainingNoise(int rollbacks) {
            return TRAINING_NOISE + APART * rollbacks;
        }

        /** Masks of dropout after this number of rollbacks. Each number has its own stream; 0 has {@link #DROPOUT}. */
        public static long dropout(int rollbacks) {
            return DROPOUT + APART * rollbacks;
        }

        /** Uniform side inputs after this number of rollbacks. Each number has its own stream; 0 has {@link #UNIFORM}. */
        public static long uniform(int rollbacks) {
            return UNIFORM + APART * rollbacks;
        }

        /**
         * What critics draw in training after this number of rollbacks. Each number has its own stream; 0 has {@link
         * #CRITIC}.
         */
        public static long critic(int rollbacks) {
            return CRITIC + APART * rollbacks;
        }
    }
}
