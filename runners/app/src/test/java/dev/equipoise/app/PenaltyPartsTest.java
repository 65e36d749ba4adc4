package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.google.inject.Injector;
import dev.equipoise.data.GaussianData;
import dev.equipoise.engine.Engines;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.losses.AnalyticKl;
import dev.equipoise.model.LinearVae;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Measured;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.Price;
import dev.equipoise.objective.PricedSum;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.plan.Attribute;
import dev.equipoise.plan.Catalogue;
import dev.equipoise.plan.Discovery;
import dev.equipoise.plan.InvalidExperimentException;
import dev.equipoise.plan.PartType;
import dev.equipoise.plan.Planner;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Invocation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No attribute of a penalty shape that is discovered is ignored, whatever the others are: it changes some gradient. */
class PenaltyPartsTest {

    private static final Injector APPLICATION =
            Application.injector(PenaltyPartsTest.class.getClassLoader(), new FakeTerminal().plain(), Invocation.PLAIN);

    /** KL of three examples and two latents. */
    private static final double[] KL = {0.1, 0.5, 0.7, 1.7, 0.4, 2.6};

    /** Powers of four by which it is multiplied: from almost nothing to more than any attribute may say. */
    private static final int ORDERS = 11;

    @Experiment(name = "penalty-parts", epochs = 1)
    @GaussianData(
            eigenvalues = {2, 1},
            examples = 64)
    @LinearVae(latent = 2)
    static final class Table {}

    static Stream<PartType> shapes() {
        return Catalogue.of(APPLICATION.getInstance(Discovery.class).parts()).parts(Penalty.class).stream()
                .filter(part -> !part.annotation()
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath()
                        .contains("test-classes"));
    }

    @Test
    void thereAreShapesToTry() {
        assertThat(shapes()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyAttributeMovesAGradientBesideAnyValueOfAnother(PartType shape) {
        assertThat(idle(shape)).isEmpty();
    }

    @Test
    void anAttributeThatMovesNoneIsFound() {
        PartType shape = Catalogue.of(List.of(Squashed.class)).parts().get(0);
        assertThat(idle(shape))
                .containsExactly(
                        "unheard beside {factor=0.3, unheard=false}",
                        "unheard beside {factor=1.0, unheard=false}",
                        "unheard beside {factor=1.0, unheard=true}",
                        "unheard beside {factor=2.0, unheard=false}");
    }

    /** Attributes of which no other value moves a gradient, each beside the values of all. */
    private static Set<String> idle(PartType shape) {
        Map<Map<String, String>, Optional<List<Double>>> known = new HashMap<>();
        Function<Map<String, String>, Optional<List<Double>>> gradients =
                values -> known.computeIfAbsent(values, some -> gradients(shape, some));
        Map<String, String> base = new TreeMap<>();
        shape.attributes()
                .forEach(attribute -> base.put(
                        attribute.name(),
                        attribute.defaultValue().map(Object::toString).orElse("1.0")));
        Stream<Map<String, String>> others = shape.attributes().stream().flatMap(attribute -> changed(base, attribute));
        Set<String> idle = new TreeSet<>();
        Stream.concat(Stream.of(base), others)
                .forEach(values -> gradients
                        .apply(values)
                        .ifPresent(expected -> shape.attributes().stream()
                                .filter(attribute -> changed(values, attribute)
                                        .flatMap(other -> gradients.apply(other).stream())
                                        .allMatch(expected::equals))
                                .forEach(attribute -> idle.add(attribute.name() + " beside " + values))));
        return idle;
    }

    private static Stream<Map<String, String>> changed(Map<String, String> values, Attribute attribute) {
        return values(attribute)
                .filter(value -> !value.equals(values.get(attribute.name())))
                .map(value -> {
                    Map<String, String> changed = new TreeMap<>(values);
                    changed.put(attribute.name(), value);
                    return changed;
                });
    }

    private static Stream<String> values(Attribute attribute) {
        if (attribute.type().isEnum()) {
            return Arrays.stream(attribute.type().getEnumConstants()).map(Object::toString);
        }
        if (attribute.type() == boolean.class) {
            return Stream.of("true", "false");
        }
        DoubleStream ends = attribute.range().stream()
                .flatMapToDouble(range -> DoubleStream.of(range.min(), range.min() + 1e-6, range.max()))
                .filter(Double::isFinite);
        return DoubleStream.concat(DoubleStream.of(0.3, 1, 2), ends)
                .distinct()
                .mapToObj(attribute.type() == double.class ? Double::toString : end -> Long.toString(Math.round(end)));
    }

    /** Of every scale, without and with a target; empty if the values are refused. */
    private static Optional<List<Double>> gradients(PartType shape, Map<String, String> values) {
        return penalty(shape, values).map(penalty -> {
            List<Double> all = new ArrayList<>();
            Engines.start(EngineName.MXNET);
            Engines.prepareThread(EngineName.MXNET);
            try (NDManager manager = NDManager.newBaseManager(Device.cpu(), EngineName.MXNET.djlName())) {
                for (int order = -ORDERS; order <= ORDERS; order++) {
                    double scale = Math.scalb(1.0, 2 * order);
                    all.addAll(gradient(manager, penalty, Price.of(1.7), scale));
                    all.addAll(gradient(manager, penalty, Price.towards(1.2, 1.7), scale));
                }
            }
            return all;
        });
    }

    private static List<Double> gradient(NDManager manager, Penalty penalty, Price price, double scale) {
        double[] scaled = Arrays.stream(KL).map(value -> scale * value).toArray();
        NDArray kl = manager.create(scaled, new Shape(3, 2));
        kl.setRequiresGradient(true);
        Batch batch = new Batch(kl, Map.of(), new Constants(manager, DataType.FLOAT64));
        Measured measured =
                new Measured(Measure.of(Measure.KL, Grain.LATENT_OF_EXAMPLE, "nats"), kl, batch.constants());
        Objective.Priced priced = new Objective.Priced(new AnalyticKl.Term(), measured, penalty, price);
        try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
            collector.backward(new PricedSum.Sum().loss(List.of(priced), batch, new VaeOutput(kl, kl, kl, kl)));
        }
        return Arrays.stream(kl.getGradient().toDoubleArray()).boxed().toList();
    }

    private static Optional<Penalty> penalty(PartType shape, Map<String, String> values) {
        try {
            return Optional.of(plan(List.of(shape.key()), settings(shape, values))
                    .parts(Penalty.class)
                    .get(0));
        } catch (InvalidExperimentException e) {
            return Optional.empty();
        }
    }

    private static List<Setting> settings(PartType shape, Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> new Setting(shape.key() + "." + entry.getKey(), entry.getValue(), "test"))
                .toList();
    }

    private static ExperimentPlan plan(List<String> with, List<Setting> settings) {
        return APPLICATION.getInstance(Planner.class).plan(Table.class, new Overrides(settings, with, Set.of(), false));
    }

    @ParameterizedTest
    @MethodSource
    void aKlToBeHeldBelowWhatIsFreeIsForeseen(String strategy, String nats, String kind, String free) {
        List<Setting> settings = Stream.of(strategy + ".nats=" + nats, "freeBits.nats=1.5", "freeBits.kind=" + kind)
                .map(setting -> setting.split("="))
                .map(pair -> new Setting(pair[0], pair[1], "test"))
                .toList();
        List<String> warnings = plan(List.of(strategy, "freeBits"), settings).warnings().stream()
                .filter(warning -> warning.contains("leaves"))
                .filter(warning -> warning.contains("free for"))
                .toList();
        if (free.isEmpty()) {
            assertThat(warnings).isEmpty();
        } else {
            assertThat(warnings)
                    .singleElement()
                    .asString()
                    .startsWith(strategy)
                    .contains(
                            "has a KL target of " + nats + " nats",
                            "freeBits",
                            "leaves " + free + " nats free for 2 latents");
        }
    }

    static Stream<Arguments> aKlToBeHeldBelowWhatIsFreeIsForeseen() {
        return Stream.of(
                Arguments.of("klTarget", "2.9", "PER_LATENT", "3.0"),
                Arguments.of("klTarget", "3.1", "PER_LATENT", ""),
                Arguments.of("dynamicKlTarget", "1.4", "TOTAL", "1.5"),
                Arguments.of("dualGradient", "1.6", "PER_EXAMPLE", ""));
    }

    @Part(Squashed.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Squashed {

        double factor() default 1;

        boolean unheard() default false;

        /** The shape. */
        record Scaled(double factor) implements Penalty {
            @Override
            public Grain grain() {
                return Grain.BATCH;
            }

            @Override
            public NDArray apply(NDArray measure, Price price, Batch batch) {
                return measure.mul(batch.constants().fixed(factor * price.weight()));
            }
        }

        final class Factory implements PartFactory<Squashed, Penalty> {

            public Factory() {}

            @Override
            public Penalty create(Squashed annotation, Facts facts) {
                return new Scaled(annotation.factor());
            }
        }
    }
}
