package dev.equipoise.local.internal.verdict;

import dev.equipoise.part.Facts;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long a run has trained at its final prices.
 *
 * @param steps updates made
 * @param settledSteps the last of these in a row at which the strategy was settled
 * @param stepsPerEpoch updates in one epoch
 */
public record Length(long steps, long settledSteps, long stepsPerEpoch) {

    private static final long FEWEST_STEPS = 500;
    private static final long FEWEST_EPOCHS = 2;
    private static final long STEPS_TO_LEARN_A_MEAN = 50;

    public static Length of(Facts facts, long steps, long settledSteps) {
        return new Length(steps, settledSteps, facts.stepsPerEpoch());
    }

    private long needed() {
        return Math.max(FEWEST_STEPS, FEWEST_EPOCHS * stepsPerEpoch);
    }

    /**
     * Why it is too short to judge what the latents do; empty if it is not.
     *
     * @param arrival steps after which a controller is judged, settled or not
     */
    Optional<String> tooShort(OptionalLong arrival) {
        if (settledSteps >= needed() || (arrival.isPresent() && steps >= arrival.getAsLong())) {
            return Optional.empty();
        }
        return Optional.of("too short to judge: " + settledSteps + " of " + needed() + " steps at the final prices"
                + (arrival.isPresent() ? ", and the controller may take " + arrival.getAsLong() + " to settle" : ""));
    }

    /** Why it is too short to be compared with the training mean; empty if it is not. */
    Optional<String> tooShortForMean() {
        long fewest = Math.max(STEPS_TO_LEARN_A_MEAN, FEWEST_EPOCHS * stepsPerEpoch);
        return steps >= fewest
                ? Optional.empty()
                : Optional.of("too short to judge: " + steps + " of " + fewest + " steps");
    }
}
