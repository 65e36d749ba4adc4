package dev.equipoise.app.internal.plan;

import dev.equipoise.data.DataSource;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.CriticNetwork;
import dev.equipoise.model.LayerShape;
import dev.equipoise.model.Procedure;
import dev.equipoise.model.Vae;
import dev.equipoise.model.VaeLayers;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Prior;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.optimizer.ExponentialMovingAverage;
import dev.equipoise.optimizer.Optimizer;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.plan.AttributeText;
import dev.equipoise.plan.ModelSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A plan in plain values, for people and for programs.
 *
 * @param experiment its name
 * @param type its class
 * @param parts every value by role, the experiment's own first
 * @param data what is known before step 0, in words
 * @param layers of the model, without an engine
 * @param parameters trainable ones
 * @param memory of parameters, gradients, the optimizer's state and activations, each with its unit
 * @param critics layers of the critics that terms own; their parameters are not among those of the model
 * @param balance the balance in each convention; empty if the reconstruction is no squared error
 * @param warnings what may not work as meant
 */
public record PlanDescription(
        String experiment,
        String type,
        List<DescribedPart> parts,
        Map<String, String> data,
        List<DescribedLayer> layers,
        long parameters,
        Map<String, String> memory,
        List<DescribedLayer> critics,
        List<DescribedBalance> balance,
        List<String> warnings) {

    /** One part: its role, key and origin, and its values. */
    public record DescribedPart(String role, String key, String origin, List<DescribedValue> values) {}

    /** One value: the key that {@code --set} takes, the value as it takes it, its unit and its origin. */
    public record DescribedValue(String key, String value, String unit, String origin) {}

    /** One layer: its path, what it is, the shape of its output without the batch axis, its trainable parameters. */
    public record DescribedLayer(String path, String layer, List<Integer> output, long parameters) {}

    /** The balance in one convention: its name, the loss as it writes it, and its values over the run. */
    public record DescribedBalance(String convention, String loss, Map<String, Double> values) {}

    /** Describes a plan. */
    public static PlanDescription of(ExperimentPlan plan) {
        DataFacts data = plan.facts().data();
        ModelSize size = new ModelSize(
                LayerShape.of(VaeLayers.of(plan), data.elements()),
                plan.parts(Optimizer.class).stream()
                        .mapToInt(Optimizer::numbersPerParameter)
                        .sum(),
                plan.parts(ExponentialMovingAverage.Settings.class).size(),
                plan.facts().batchSize(),
                plan.part(Objective.class).samples());
        List<DescribedLayer> layers = new ArrayList<>(described(size.layers().stream()));
        plan.part(Reconstruction.class)
                .learned()
                .forEach((name, initial) -> layers.add(new DescribedLayer(
                        Vae.LIKELIHOOD + name, "of the likelihood", List.of(initial.size()), initial.size())));
        plan.parts(Prior.class).stream()
                .flatMap(prior -> prior.learned().stream())
                .forEach(numbers -> layers.add(new DescribedLayer(
                        Vae.Network.PRIOR.prefix() + numbers.name(),
                        "of the prior",
                        List.of(numbers.rows(), numbers.columns()),
                        numbers.size())));
        return new PlanDescription(
                plan.name(),
                plan.type().getName(),
                parts(plan),
                data(plan),
                layers,
                layers.stream().mapToLong(DescribedLayer::parameters).sum(),
                size.memory(),
                critics(plan),
                BalanceTable.of(plan),
                plan.warnings());
    }

    private static List<DescribedLayer> critics(ExperimentPlan plan) {
        int latents = plan.part(Architecture.class).latent();
        return described(Stream.of(Reconstruction.class, Divergence.class, LossTerm.class)
                .flatMap(role -> plan.parts(role).stream())
                .flatMap(term -> term.critic().stream()
                        .flatMap(critic ->
                                CriticNetwork.layers(term.measures().get(0).name(), critic, latents).stream())));
    }

    private static List<DescribedLayer> described(Stream<LayerShape> shapes) {
        return shapes.map(shape ->
                        new DescribedLayer(shape.path(), shape.layer().toString(), shape.output(), shape.parameters()))
                .toList();
    }

    private static List<DescribedPart> parts(ExperimentPlan plan) {
        List<DescribedPart> parts = new ArrayList<>();
        parts.add(new DescribedPart(
                "experiment", "experiment", plan.type().getSimpleName(), values("experiment", plan.values())));
        for (ExperimentPlan.PlannedPart part : plan.parts()) {
            parts.add(new DescribedPart(part.roleName(), part.key(), part.origin(), values(part.key(), part.values())));
        }
        return parts;
    }

    private static List<DescribedValue> values(String key, Map<String, ExperimentPlan.Value> values) {
        return values.entrySet().stream()
                .map(entry -> new DescribedValue(
                        key + "." + entry.getKey(),
                        AttributeText.of(entry.getValue().value()),
                        entry.getValue().unit(),
                        entry.getValue().origin()))
                .toList();
    }

    private static Map<String, String> data(ExperimentPlan plan) {
        Facts facts = plan.facts();
        DataFacts data = facts.data();
        Map<String, String> words =
                new LinkedHashMap<>(plan.part(DataSource.class).description());
        words.put("training examples", Integer.toString(data.trainingExamples()));
        words.put("validation examples", Integer.toString(data.validationExamples()));
        words.put("shape of a datum", shape(data.shape()));
        words.put("elements of a datum", Integer.toString(data.elements()));
        data.range()
                .ifPresent(range ->
                        words.put("range", AttributeText.of(range.min()) + " to " + AttributeText.of(range.max())));
        words.putAll(squaredErrors(plan));
        words.put("steps per epoch", Long.toString(facts.stepsPerEpoch()));
        words.put("steps in all", Long.toString(facts.totalSteps()));
        Procedure<?> procedure = plan.part(Procedure.class);
        words.putAll(procedure.description());
        return words;
    }

    /** What the steps do to a squared error, and so to beta. */
    private static Map<String, String> squaredErrors(ExperimentPlan plan) {
        Map<String, String> words = new LinkedHashMap<>();
        if (plan.part(Reconstruction.class).decoderVariance(1).isEmpty()) {
            return words;
        }
        DataFacts facts = plan.part(DataSource.class).facts();
        for (ExperimentPlan.PlannedPart planned : plan.parts()) {
            if (planned.part() instanceof Preprocessing step) {
                step.divisor(facts)
                        .ifPresent(divisor -> words.put(
                                "squared errors by " + planned.key(),
                                "divided by " + divisor + "; the same beta is so many times as strong"));
                facts = Preprocessing.after(step, facts);
            }
        }
        return words;
    }

    /** A shape as 1 x 28 x 28. */
    static String shape(List<Integer> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
    }
}
