package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.equipoise.objective.Constants;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Normalizes each feature or channel over a batch in training, and by running means and variances in evaluation. The
 * running values move by a tenth towards those of each batch, whose variance is that of the population (divided by the
 * count). They move when the update is made, in Java, so that they are the same on every engine.
 */
final class BatchNormalization extends Normalizing {

    private static final double RATE = 0.1;

    private final Parameter runningMean;
    private final Parameter runningVariance;
    private Optional<Statistics> last = Optional.empty();

    /** @param fixedGain of every channel; empty if it is learned */
    BatchNormalization(OptionalDouble fixedGain) {
        super(fixedGain);
        runningMean = added("runningMean", Parameter.Type.RUNNING_MEAN);
        runningVariance = added("runningVariance", Parameter.Type.RUNNING_VAR);
    }

    /** Means and variances (C) of the last batch, while its arrays are open. */
    private record Statistics(NDArray mean, NDArray variance) {}

    @Override
    NDArray normalized(NDArray x, Constants constants, boolean training) {
        if (!training) {
            NDArray centred = x.sub(ofChannels(runningMean.getArray(), x));
            return scaled(centred, ofChannels(runningVariance.getArray(), x), constants);
        }
        NDArray mean = mean(x, constants);
        NDArray centred = x.sub(ofChannels(mean, x));
        NDArray variance = mean(centred.square(), constants);
        last = Optional.of(new Statistics(mean, variance));
        return scaled(centred, ofChannels(variance, x), constants);
    }

    /** Over everything but the channels: (1, C). */
    private static NDArray mean(NDArray x, Constants constants) {
        long rows = x.getShape().get(0);
        long channels = x.getShape().get(1);
        long pixels = x.size() / (rows * channels);
        NDArray ofExamples = pixels == 1
                ? x.reshape(rows, channels)
                : constants
                        .sumOverColumns(x.reshape(rows * channels, pixels))
                        .mul(constants.fixed(1.0 / pixels))
                        .reshape(rows, channels);
        return constants.meanOverRows(ofExamples);
    }

    /** Moves the running values of every such block in this one. */
    static void keepStatistics(Block block) {
        if (block instanceof BatchNormalization own) {
            own.last.ifPresent(statistics -> {
                move(own.runningMean.getArray(), statistics.mean());
                move(own.runningVariance.getArray(), statistics.variance());
            });
            own.last = Optional.empty();
        }
        block.getChildren().values().forEach(BatchNormalization::keepStatistics);
    }

    private static void move(NDArray running, NDArray ofBatch) {
        float[] values = running.toFloatArray();
        float[] towards = ofBatch.toFloatArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((1 - RATE) * values[i] + RATE * towards[i]);
        }
        running.set(FloatBuffer.wrap(values));
    }
}
