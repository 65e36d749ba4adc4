package dev.equipoise.local.stopping;

import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Progress;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StoppingRule;
import java.util.Optional;

/**
 * Watches for posterior collapse: q(z|x) is the prior whatever x is, and the decoder ignores its latents (Bowman et al.
 * 2016). Found where on validation no unit is active (Burda et al. 2016) or KL is under 0.1 nats, at the end of so many
 * epochs in a row in which the strategy was settled; gone again where a later epoch has neither.
 *
 * @param epochs in a row
 * @param validationExamples of a single one no variance is known, so that units are not judged
 */
public record CollapseWatch(int epochs, int validationExamples) implements StoppingRule<CollapseWatch.State> {

    /** Epochs in a row that are no accident of a slow start. */
    public static final int DEFAULT_EPOCHS = 2;

    /** How the reason begins where this watch ends a run. */
    public static final String CAUSE = "posterior collapse: ";

    private static final double FEWEST_NATS = 0.1;

    /**
     * The last epoch, and those before it.
     *
     * @param collapsed epochs in a row
     * @param activeUnits of the last one
     * @param latents of the model
     * @param kl of the last one, in nats
     */
    public record State(int collapsed, int activeUnits, int latents, double kl) {}

    @Override
    public State initial() {
        return new State(0, 0, 0, 0);
    }

    @Override
    public State afterEpoch(State state, EpochFinished event, Progress progress) {
        SplitEvaluation validation = event.validation();
        if (!Double.isFinite(validation.kl())) {
            return initial();
        }
        boolean inactive = validationExamples > 1 && validation.activeUnits() == 0;
        boolean collapsed = inactive || validation.kl() < FEWEST_NATS;
        return new State(
                progress.settled() && collapsed ? state.collapsed() + 1 : 0,
                validation.activeUnits(),
                validation.klPerLatent().size(),
                validation.kl());
    }

    /** What was found, and what to try; empty where the posterior is alive. */
    public Optional<String> found(State state) {
        return state.collapsed() < epochs
                ? Optional.empty()
                : Optional.of(
                        state.activeUnits() + " of " + state.latents() + " latents are active on validation, with "
                                + (float) state.kl() + " nats of KL, for " + state.collapsed()
                                + (state.collapsed() == 1 ? " epoch" : " epochs in a row")
                                + ": KL costs more than what the latents save in reconstruction;"
                                + " try a lower beta, one that rises from 0, free bits or a KL target");
    }

    @Override
    public Optional<String> stops(State state) {
        return found(state).map(CAUSE::concat);
    }
}
