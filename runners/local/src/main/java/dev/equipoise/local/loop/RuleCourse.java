package dev.equipoise.local.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.local.checkpoint.StateJson;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Progress;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StoppingRule;
import java.util.Optional;

/**
 * A stopping rule on its way through a run, with its state.
 *
 * @param <S> the state
 */
final class RuleCourse<S extends Record> {

    private final StoppingRule<S> rule;
    private S state;

    private RuleCourse(StoppingRule<S> rule) {
        this.rule = rule;
        state = rule.initial();
    }

    static RuleCourse<?> of(StoppingRule<?> rule) {
        return captured(rule);
    }

    private static <S extends Record> RuleCourse<S> captured(StoppingRule<S> rule) {
        return new RuleCourse<>(rule);
    }

    void afterStep(StepFinished event, Progress progress) {
        state = rule.afterStep(state, event, progress);
    }

    void afterEpoch(EpochFinished event, Progress progress) {
        state = rule.afterEpoch(state, event, progress);
    }

    JsonNode save() {
        return StateJson.tree(state);
    }

    void restore(JsonNode saved) {
        state = StateJson.readLike(saved, state, "a stopping rule");
    }

    Optional<String> stops() {
        return rule.stops(state);
    }
}
