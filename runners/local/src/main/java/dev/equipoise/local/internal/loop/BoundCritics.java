package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.equipoise.balance.Readings.OfCritic;
import dev.equipoise.local.internal.loop.BoundCritic.Place;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.model.CriticNetwork;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Critic;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.optimizer.Optimizer;
import dev.equipoise.random.CounterRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The critics of a run by the name of their term's first measure: bound to an engine, stepped after the model, saved with
 * the run. If no term has one, all of it is empty and costs nothing.
 */
final class BoundCritics implements Critic.All {

    private final Map<String, BoundCritic> critics = new LinkedHashMap<>();
    private final long seed;

    BoundCritics(List<LossTerm> terms, EngineModel model) {
        seed = model.seed();
        Map<String, Critic> owned = new LinkedHashMap<>();
        terms.forEach(term -> term.critic().ifPresent(critic -> owned.put(name(term), critic)));
        CriticNetwork.of(owned, model.latents(), model.manager(), DataType.FLOAT32, seed)
                .forEach((name, network) -> critics.put(
                        name, new BoundCritic("the critic of " + name, critic(owned, name), network, model)));
    }

    private static <T> T critic(Map<String, T> critics, String name) {
        T critic = critics.get(name);
        if (critic == null) {
            throw new IllegalArgumentException("a term that reads a critic must have one, got '" + name
                    + "', which has none; terms with a critic: " + critics.keySet());
        }
        return critic;
    }

    private static String name(LossTerm term) {
        return term.measures().get(0).name();
    }

    @Override
    public NDArray logits(LossTerm owner, NDArray latents, Constants constants) {
        return critic(critics, name(owner)).logits(latents, constants);
    }

    /**
     * Differentiates the loss of each on the latents (B, M) of a step's batch.
     *
     * @param rollbacks so far, each of which gives what they draw another stream
     */
    Map<String, OfCritic> backward(NDArray latents, Constants constants, long step, int rollbacks) {
        if (critics.isEmpty()) {
            return Map.of();
        }
        Map<String, OfCritic> readings = new LinkedHashMap<>();
        float[] values = latents.toFloatArray();
        Place place = new Place(step, CounterRandom.Stream.critic(rollbacks), seed);
        critics.forEach((name, critic) -> readings.put(
                name, critic.backward(values, latents.getShape(), latents.getManager(), constants, place)));
        return readings;
    }

    /** Updates each by its gradient, with its learning rate times this. */
    void update(double rateFactor) {
        if (!critics.isEmpty()) {
            critics.values().forEach(critic -> critic.update(rateFactor));
        }
    }

    /** All their parameters by path. */
    Map<String, NDArray> parameters() {
        Map<String, NDArray> parameters = new LinkedHashMap<>();
        critics.values().forEach(critic -> parameters.putAll(critic.network().parameters()));
        return parameters;
    }

    /** What their optimizers remember. */
    Optimizer.State state() {
        return critics.values().stream()
                .map(critic -> critic.updater().state())
                .reduce(Optimizer.State.NONE, Optimizer.State::and);
    }

    /** Goes on from what of this was theirs. */
    void restore(Optimizer.State saved) {
        critics.values().stream()
                .map(BoundCritic::updater)
                .forEach(updater -> updater.restore(saved.only(updater.state())));
    }
}
