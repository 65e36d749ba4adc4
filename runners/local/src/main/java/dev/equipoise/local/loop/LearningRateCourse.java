package dev.equipoise.local.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.OpenLoop.Stateless;
import dev.equipoise.balance.Readings;
import dev.equipoise.balance.SteeredRate;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.part.PartException;

/**
 * The learning rate on its way through a run, with its state.
 *
 * @param <S> the state
 */
final class LearningRateCourse<S extends Record> {

    private final SteeredRate<S> rate;
    private final String name;
    private final PartState<S> state;

    private LearningRateCourse(SteeredRate<S> rate, String name) {
        this.rate = rate;
        this.name = name;
        state = new PartState<>(name, rate::initial);
    }

    static LearningRateCourse<?> of(ExperimentPlan plan) {
        LearningRate rate = plan.part(LearningRate.class);
        String name = plan.nameOf(rate);
        return rate instanceof SteeredRate<?> steered ? of(steered, name) : of(new Scheduled(rate), name);
    }

    private static <S extends Record> LearningRateCourse<S> of(SteeredRate<S> rate, String name) {
        return new LearningRateCourse<>(rate, name);
    }

    double at(long step) {
        double at = state.ask("a rate at step " + (step + 1), now -> rate.at(step, now));
        if (!(at >= 0) || Double.isInfinite(at)) {
            throw new PartException(
                    name + " must give a finite rate of at least 0 at step " + (step + 1) + ", got " + at);
        }
        return at;
    }

    void next(long step, Readings readings) {
        state.next("its state after step " + (step + 1), now -> rate.next(step, now, readings));
    }

    JsonNode save() {
        return state.save();
    }

    void restore(JsonNode saved) {
        state.restore(saved);
    }

    /** A rate that depends on the step alone. */
    private record Scheduled(LearningRate rate) implements SteeredRate<Stateless> {

        @Override
        public Stateless initial() {
            return new Stateless();
        }

        @Override
        public double at(long step, Stateless state) {
            return rate.at(step);
        }

        @Override
        public Stateless next(long step, Stateless state, Readings readings) {
            return state;
        }
    }
}
