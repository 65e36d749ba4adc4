package dev.equipoise.stopping;

import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Progress;
import dev.equipoise.run.StoppingRule;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;

/**
 * Ends the run if the decoder ignores its latents: if the posterior has collapsed (Bowman et al. 2016), or if beta is so
 * high that ignoring the latents is the optimum. Every run is watched for both and warns; {@code docs/verdicts.md} has the
 * definitions.
 */
@Documented
@Part(StopOnCollapse.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface StopOnCollapse {

    /** The number of consecutive epochs that end with ignored latents, after which the run ends. */
    @Range(min = 1, unit = "epochs")
    int epochs() default 2;

    /**
     * The state of the rule.
     *
     * @param ignored epochs in a row
     * @param words why they were ignored at the last one
     */
    record State(int ignored, String words) {}

    /** The rule. */
    record Rule(int epochs) implements StoppingRule<State> {

        @Override
        public State initial() {
            return new State(0, "");
        }

        @Override
        public State afterEpoch(State state, EpochFinished event, Progress progress) {
            return progress.ignored()
                    .map(words -> new State(state.ignored() + 1, words))
                    .orElseGet(this::initial);
        }

        @Override
        public Optional<String> stops(State state) {
            return state.ignored() >= epochs ? Optional.of(state.words()) : Optional.empty();
        }
    }

    /** Makes the rule. */
    final class Factory implements PartFactory<StopOnCollapse, StoppingRule<?>> {

        @Override
        public StoppingRule<?> create(StopOnCollapse annotation, Facts facts) {
            return new Rule(annotation.epochs());
        }
    }
}
