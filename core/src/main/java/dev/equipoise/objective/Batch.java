package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.equipoise.random.CounterRandom;
import java.util.HashMap;
import java.util.Map;

/**
 * One batch of B examples of N elements.
 *
 * @param data preprocessed values, shape (B, N); a missing value is 0
 * @param side named inputs, such as {@link #NOISE} and {@link #OBSERVED}; first axis B
 * @param constants the only source of constants in recorded code
 * @param critics of the terms that have one
 */
public record Batch(NDArray data, Map<String, NDArray> side, Constants constants, Critic.All critics) {

    /**
     * Name of the standard normal noise of the latents, shape (B, M). With several samples of each example it has a row for
     * each, those of an example one after the other: shape (B·K, M).
     */
    public static final String NOISE = "noise";

    /** Name of 1 for each value that is observed and 0 for each that is missing, shape (B, N), if values may be missing. */
    public static final String OBSERVED = "observed";

    /** Name of what the encoder gets if that is more than the data: shape (B, N) and columns that follow. */
    public static final String INPUT = "input";

    /** Name of what the model is given beside the data, shape (B, K), if it is conditional. */
    public static final String GIVEN = "given";

    /** Name of 1 for each value of which a squared error is measured and 0 for others, shape (1, N) or (B, N). */
    public static final String COMPARED = "compared";

    /** Name of factors of the gradient from each sample to the encoder, shape (B·K, 1), if there are such factors. */
    public static final String PATH_SCALE = "pathScale";
    /**
     * A side input that training draws anew for each example, as a function of (seed, step, place in the batch).
     *
     * @param columns of its shape (B, columns)
     */
    public record SideInput(String name, int columns, Distribution distribution) {}

    /** What a side input is drawn from. Its mean is the value that a model takes without it. */
    public sealed interface Distribution {

        /** The stream of random numbers after this number of rollbacks. */
        long stream(int rollbacks);

        /** Fills {@code out} with numbers of the stream, of which the first has this index. */
        void draw(float[] out, long seed, long stream, long step, long first);

        /** Whether a model also uses it in evaluation if it is set. */
        default boolean inEvaluation() {
            return true;
        }

        /** Standard normal numbers. */
        record Normal() implements Distribution {

            @Override
            public long stream(int rollbacks) {
                return CounterRandom.Stream.trainingNoise(rollbacks);
            }

            @Override
            public void draw(float[] out, long seed, long stream, long step, long first) {
                CounterRandom.gaussian(out, seed, stream, step, first);
            }
        }

        /**
         * Numbers of mean 1, of which a share is 0 and the others are 1/(1 − rate).
         *
         * @param rate the share
         */
        record Mask(double rate) implements Distribution {

            @Override
            public boolean inEvaluation() {
                return false;
            }

            @Override
            public long stream(int rollbacks) {
                return CounterRandom.Stream.dropout(rollbacks);
            }

            @Override
            public void draw(float[] out, long seed, long stream, long step, long first) {
                CounterRandom.mask(out, rate, seed, stream, step, first);
            }
        }

        /** Uniform numbers of mean 0 and variance 1. */
        record Uniform() implements Distribution {

            @Override
            public long stream(int rollbacks) {
                return CounterRandom.Stream.uniform(rollbacks);
            }

            @Override
            public void draw(float[] out, long seed, long stream, long step, long first) {
                for (int i = 0; i < out.length; i++) {
                    out[i] = (float) (Math.sqrt(3) * (2 * CounterRandom.uniform(seed, stream, step, first + i) - 1));
                }
            }
        }
    }

    /** A batch for terms without critics. */
    public Batch(NDArray data, Map<String, NDArray> side, Constants constants) {
        this(data, side, constants, Batch::none);
    }

    /** The same batch with another side input. */
    public Batch with(String name, NDArray input) {
        Map<String, NDArray> more = new HashMap<>(side);
        more.put(name, input);
        return new Batch(data, more, constants, critics);
    }

    /** A batch with a row for each sample of the noise: every row of an example is there as often as the example has samples. */
    public Batch ofSamples() {
        return samples() == 1 ? this : new Batch(ofSamples(data), sideOfSamples(), constants, critics);
    }

    /** The side inputs of {@link #ofSamples()}. Recorded code. */
    public Map<String, NDArray> sideOfSamples() {
        if (samples() == 1) {
            return side;
        }
        Map<String, NDArray> repeated = new HashMap<>(side);
        repeated.replaceAll((name, input) -> input.getShape().get(0) == rows() ? ofSamples(input) : input);
        return repeated;
    }

    /** Each row of an array (B, C) as often as its example has samples, shape (B·K, C). Recorded code. */
    public NDArray ofSamples(NDArray array) {
        long samples = samples();
        long columns = array.getShape().get(1);
        return samples == 1
                ? array
                : array.reshape(rows(), 1, columns)
                        .broadcast(new Shape(rows(), samples, columns))
                        .reshape(rows() * samples, columns);
    }

    /** The first of every so many samples, if the batch has a row for each. Recorded code. */
    public Batch firstOf(int samples) {
        Map<String, NDArray> first = new HashMap<>(side);
        first.replaceAll((name, input) -> input.getShape().get(0) == rows() ? first(input, samples) : input);
        return new Batch(first(data, samples), first, constants, critics);
    }

    /** The first of every so many rows. */
    static NDArray first(NDArray array, int samples) {
        long columns = array.getShape().get(1);
        return array.reshape(-1, samples * columns).get(new NDIndex(":, :{}", columns));
    }

    private long samples() {
        NDArray noise = side.get(NOISE);
        return noise == null ? 1 : noise.getShape().get(0) / rows();
    }

    private long rows() {
        return data.getShape().get(0);
    }

    /** The number N of elements of a datum. */
    public long elements() {
        return data.getShape().get(1);
    }

    /** What the encoder gets. */
    public NDArray input() {
        return side.getOrDefault(INPUT, data);
    }

    /** The sum of values (B, N) over the elements that are observed, shape (B, 1). Recorded code. */
    public NDArray sumOverElements(NDArray values) {
        NDArray observed = side.get(OBSERVED);
        return constants.sumOverColumns(observed == null ? values : values.mul(observed));
    }

    /** How many elements are observed: shape (B, 1), or (1, 1) if none is missing. */
    public NDArray observedElements() {
        NDArray observed = side.get(OBSERVED);
        return observed == null ? constants.fixed((double) elements()) : constants.sumOverColumns(observed);
    }

    /** The squared error of predictions (B, N), summed over the elements that are compared, shape (B, 1). Recorded code. */
    public NDArray squaredError(NDArray prediction) {
        NDArray squares = data.sub(prediction).square();
        NDArray compared = side.get(COMPARED);
        return compared == null ? sumOverElements(squares) : constants.sumOverColumns(squares.mul(compared));
    }

    /** How many elements a squared error is the sum of: shape (B, 1), or (1, 1) if all examples have the same. */
    public NDArray comparedElements() {
        NDArray compared = side.get(COMPARED);
        return compared == null ? observedElements() : constants.sumOverColumns(compared);
    }

    /** Whether squared errors are sums over other numbers of elements than N. */
    public boolean comparesSome() {
        return side.containsKey(COMPARED) || side.containsKey(OBSERVED);
    }

    /** The side input of this name. */
    public NDArray side(String name) {
        NDArray input = side.get(name);
        if (input == null) {
            throw new IllegalArgumentException("the batch has no side input '" + name + "'; it has " + side.keySet());
        }
        return input;
    }

    /** The logits, shape (B, 1), that the critic of {@code term} gives latents of shape (B, M). Recorded code. */
    public NDArray logits(LossTerm term, NDArray latents) {
        return critics.logits(term, latents, constants);
    }

    private static NDArray none(LossTerm owner, NDArray latents, Constants constants) {
        throw new IllegalArgumentException(
                "the batch must come from a run to have the critic of " + owner + ", got one without critics");
    }
}
