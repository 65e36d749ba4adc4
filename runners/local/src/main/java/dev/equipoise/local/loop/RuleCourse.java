package dev.equipoise.local.loop;

import com.fasterxml.jackson.databind.JsonNode;
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
    private final PartState<S> state;

    private RuleCourse(StoppingRule<S> rule, String name) {
        this.rule = rule;
        state = new PartState<>(name, rule::initial);
    }

    static RuleCourse<?> of(StoppingRule<?> rule, String name) {
        return captured(rule, name);
    }

    private static <S extends Record> RuleCourse<S> captured(StoppingRule<S> rule, String name) {
        return new RuleCourse<>(rule, name);
    }

    void afterStep(StepFinished event, Progress progress) {
        state.next("its state after step " + event.step(), now -> rule.afterStep(now, event, progress));
    }

    void afterEpoch(EpochFinished event, Progress progress) {
        state.next("its state after an epoch", now -> rule.afterEpoch(now, event, progress));
    }

    JsonNode save() {
        return state.save();
    }

    void restore(JsonNode saved) {
        state.restore(saved);
    }

    Optional<String> stops() {
        return state.ask("whether it stops the run", rule::stops);
    }
}
