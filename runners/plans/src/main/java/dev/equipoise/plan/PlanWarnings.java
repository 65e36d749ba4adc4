package dev.equipoise.plan;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Penalty;
import dev.equipoise.part.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Warnings that follow from the plan alone. */
record PlanWarnings(MadeParts made, Facts facts) {

    List<String> all() {
        if (facts.knownData().isEmpty()) {
            return List.of();
        }
        List<String> warnings = new ArrayList<>();
        if (facts.batchSize() > facts.examples()) {
            warnings.add("experiment.batchSize is " + facts.batchSize() + ", and the training split has only "
                    + facts.examples()
                    + " examples: each epoch is one step of all of them; lower it, so that an epoch has"
                    + " more steps");
        }
        for (Draft draft : made.drafts(Divergence.class)) {
            Divergence divergence = made.part(draft, Divergence.class);
            made.attempt(draft, () -> divergence.warning(0, facts))
                    .flatMap(warning -> warning)
                    .ifPresent(warnings::add);
        }
        for (Draft draft : made.drafts(BalancingStrategy.class)) {
            BalancingStrategy<?> strategy = made.part(draft, BalancingStrategy.class);
            made.attempt(draft, () -> strategy.foresee(facts)).ifPresent(warnings::addAll);
            made.attempt(draft, () -> heldNats(strategy))
                    .flatMap(nats -> nats)
                    .ifPresent(nats -> warnings.addAll(free(draft, nats)));
            made.drafts(LearningRate.class)
                    .forEach(rate -> lateRamp(strategy, made.part(rate, LearningRate.class))
                            .flatMap(ramp -> ramp.warning(draft.place(), rate.place()))
                            .ifPresent(warnings::add));
        }
        for (Draft draft : made.drafts(LearningRate.class)) {
            LearningRate<?> rate = made.part(draft, LearningRate.class);
            made.attempt(draft, () -> rate.foresee(facts)).ifPresent(warnings::addAll);
        }
        return warnings;
    }

    /** Only open loops are known before the run. */
    private Optional<LateRamp> lateRamp(BalancingStrategy<?> strategy, LearningRate<?> rate) {
        return strategy instanceof OpenLoop openLoop && rate instanceof ScheduledRate scheduled
                ? Optional.of(new LateRamp(openLoop, scheduled, facts.totalSteps()))
                : Optional.empty();
    }

    /** The KL target at the end of the run. */
    private <S extends Record> Optional<Double> heldNats(BalancingStrategy<S> strategy) {
        return strategy.klTarget(facts.totalSteps() - 1, strategy.initial());
    }

    /** A KL that is to be held below what costs nothing, if no beta has an effect. */
    private List<String> free(Draft strategy, double nats) {
        return made.drafts(Penalty.class).stream()
                .filter(draft -> facts.knownLatents().isPresent())
                .filter(draft -> made.part(draft, Penalty.class).freeNats(facts.latents()) > nats)
                .map(draft -> String.format(
                        Locale.ROOT,
                        "%s has a KL target of %s nats, and %s leaves %s nats free for %d latents: below that, beta has no"
                                + " effect and may run to its bound; lower the free nats or raise the target",
                        strategy.place(),
                        (float) nats,
                        draft.place(),
                        (float) made.part(draft, Penalty.class).freeNats(facts.latents()),
                        facts.latents()))
                .toList();
    }
}
