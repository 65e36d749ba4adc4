package dev.equipoise.testing;

import dev.equipoise.balance.Measures;
import dev.equipoise.balance.Prices;
import dev.equipoise.run.Progress;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StoppingRule;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Sends the events of a run to a stopping rule.
 *
 * @param <S> the rule's state
 */
public final class RuleTrial<S extends Record> {

    private final StoppingRule<S> rule;
    private S state;
    private int epochs;
    private long steps;

    private RuleTrial(StoppingRule<S> rule) {
        this.rule = rule;
        state = rule.initial();
    }

    /** A trial of a rule at the start of a run. */
    public static <S extends Record> RuleTrial<S> of(StoppingRule<S> rule) {
        return new RuleTrial<>(rule);
    }

    /** Sends one event. */
    public RuleTrial<S> hear(RunEvent event) {
        state = event.heardBy(rule, state);
        return this;
    }

    /** A step of a second at this beta. */
    public RuleTrial<S> step(double beta, double rate, double squaredError, double kl, double norm) {
        return step(Prices.beta(beta), OptionalDouble.of(beta), rate, squaredError, kl, norm);
    }

    /** A step of a second at these prices and this effective beta. */
    public RuleTrial<S> step(
            Prices prices, OptionalDouble beta, double rate, double squaredError, double kl, double norm) {
        StepFinished event = new StepFinished(
                steps,
                0,
                rate,
                prices,
                beta,
                Trial.readings(squaredError, kl, norm, false),
                OptionalDouble.empty(),
                Map.of(),
                1,
                0);
        steps++;
        state = rule.afterStep(state, event, new Progress(steps, steps, true, Optional.empty()));
        return this;
    }

    /** The end of an epoch with this ELBO of the validation split. */
    public RuleTrial<S> epoch(boolean settled, double elbo) {
        return epoch(settled, elbo, Optional.empty());
    }

    /** The end of an epoch whose latents were ignored, with this explanation. */
    public RuleTrial<S> epoch(Optional<String> ignored) {
        return epoch(true, 0, ignored);
    }

    private RuleTrial<S> epoch(boolean settled, double elbo, Optional<String> ignored) {
        List<Double> klPerLatent = Collections.nCopies(16, 1.25);
        SplitEvaluation validation = new SplitEvaluation(
                Measures.ofSplit(1, 1, 20, klPerLatent), 1, "", elbo, elbo, 16, 3, Optional.empty());
        state = rule.afterEpoch(
                state, RunEvent.epoch(epochs++, steps, validation), new Progress(steps, steps, settled, ignored));
        return this;
    }

    /** The state after all events so far. */
    public S state() {
        return state;
    }

    /** Why the rule ends the run here; empty if it does not. */
    public Optional<String> stops() {
        return rule.stops(state);
    }
}
