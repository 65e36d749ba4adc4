package dev.equipoise.local.internal.checkpoint;

import dev.equipoise.data.Conditional;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Split;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.Differences.Difference;
import dev.equipoise.local.internal.checkpoint.Differences.Kind;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.Posterior;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.run.IncompatibleResumeException;
import dev.equipoise.run.RunStarted;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a run must find again to go on as the same run: every value of its plan, the code of its parts, its data, its
 * engine. The machine is recorded too; it may differ, but then the last bits may.
 *
 * @param values by name
 * @param fixed names of what no {@code --accept} allows to differ, since no checkpoint would fit
 * @param ofSource names of the data source's values, such as a folder: they may differ if the data are the same
 * @param atDefault names of the model's values that nothing has set: a checkpoint from before they existed lacks them
 */
public record Fingerprint(Map<String, String> values, Set<String> fixed, Set<String> ofSource, Set<String> atDefault) {

    private static final Set<Class<?>> MODEL =
            Set.of(Architecture.class, Posterior.class, Conditional.On.class, Reconstruction.class);
    private static final Set<String> SOFTWARE = Set.of("engineVersion", "djlVersion");
    private static final Set<String> MACHINE =
            Set.of("threads", "jdk", "os", "architecture", "cpu", "cpuFlags", "variables");
    private static final String OF_MACHINE = "machine.";
    private static final String CODE = "code";
    private static final String ABSENT = "absent";
    private static final String DEFAULT = "default";
    private static final String DATA = "data";

    /** Values of a split that are hashed: about a second. */
    private static final int HASHED = 1 << 26;

    /** Of a run that is about to start or to go on. */
    public static Fingerprint of(ExperimentPlan plan, PreprocessedData data, RunStarted.Environment environment) {
        Map<String, String> values = new LinkedHashMap<>();
        Set<String> fixed = new TreeSet<>();
        Set<String> ofSource = new TreeSet<>();
        plan.values().forEach((name, value) -> values.put("experiment." + name, text(value.value())));
        for (ExperimentPlan.PlannedPart part : plan.parts()) {
            Map<String, String> ofPart = values(part);
            ofPart.forEach((name, value) -> values.merge(name, value, (one, next) -> one + ", " + next));
            if (MODEL.contains(part.role()) && part.role() != Reconstruction.class) {
                fixed.addAll(ofPart.keySet());
            }
            if (part.role() == DataSource.class) {
                ofSource.addAll(ofPart.keySet());
            }
            code(part.part().getClass())
                    .ifPresent(hash -> values.put(nameOfCode(part.part().getClass()), hash));
        }
        code(plan.type()).ifPresent(hash -> values.put(nameOfCode(plan.type()), hash));
        values.put(DATA, ofData(data));
        values.put("engine", environment.engine());
        values.put("equipoise", environment.version());
        values.put(OF_MACHINE + "device", environment.device());
        environment.details().forEach((name, value) -> {
            if (SOFTWARE.contains(name)) {
                values.put(name, String.valueOf(value));
            } else if (MACHINE.contains(name)) {
                values.put(OF_MACHINE + name, String.valueOf(value));
            }
        });
        return new Fingerprint(values, fixed, ofSource, atDefault(plan));
    }

    private static Map<String, String> values(ExperimentPlan.PlannedPart part) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(part.roleName(), part.key());
        part.values().forEach((name, value) -> values.put(part.key() + "." + name, text(value.value())));
        return values;
    }

    private static Set<String> atDefault(ExperimentPlan plan) {
        return plan.parts().stream()
                .filter(part -> MODEL.contains(part.role()))
                .flatMap(part -> part.values().entrySet().stream()
                        .filter(value -> value.getValue().origin().equals(DEFAULT))
                        .map(value -> part.key() + "." + value.getKey()))
                .collect(Collectors.toSet());
    }

    /** Of what a plan's trained model computes with: its values alone, whatever code, data and engine. */
    public static Fingerprint ofModel(ExperimentPlan plan) {
        Map<String, String> values = new LinkedHashMap<>();
        plan.parts().stream().filter(part -> MODEL.contains(part.role())).forEach(part -> values.putAll(values(part)));
        return new Fingerprint(values, Set.copyOf(values.keySet()), Set.of(), atDefault(plan));
    }

    /** Compares with what a checkpoint was taken of. */
    public Differences compare(Map<String, String> saved) {
        Set<String> names = new TreeSet<>(saved.keySet());
        names.addAll(values.keySet());
        List<Difference> found = new ArrayList<>();
        for (String name : names) {
            String before = saved.getOrDefault(name, ABSENT);
            String now = values.getOrDefault(name, ABSENT);
            if (!before.equals(now) && !moved(name, saved) && !added(name, saved)) {
                found.add(new Difference(
                        kind(name, saved),
                        name.startsWith(CODE + " ") ? CODE : name,
                        name + " was " + shortened(before) + ", is " + shortened(now)));
            }
        }
        return new Differences(found);
    }

    private Kind kind(String name, Map<String, String> saved) {
        if (name.startsWith(OF_MACHINE)) {
            return Kind.MACHINE;
        }
        return fixed.contains(name) || ofAnotherModel(name, saved) ? Kind.MODEL : Kind.EXPERIMENT;
    }

    /** Whether it says where the same data lie. */
    private boolean moved(String name, Map<String, String> saved) {
        return ofSource.contains(name) && Objects.equals(values.get(DATA), saved.get(DATA));
    }

    /** Whether it was not yet a value of this part, and nothing has set it since. */
    private boolean added(String name, Map<String, String> saved) {
        String part = name.substring(0, name.indexOf('.') + 1);
        return atDefault.contains(name)
                && !saved.containsKey(name)
                && saved.keySet().stream().anyMatch(other -> other.startsWith(part));
    }

    /** Whether it is a value of a part that the checkpoint's model had in a role that is fixed. */
    private boolean ofAnotherModel(String name, Map<String, String> saved) {
        return fixed.stream().map(saved::get).anyMatch(part -> part != null && name.startsWith(part + "."));
    }

    private static String shortened(String value) {
        return value.matches("[0-9a-f]{64}") ? value.substring(0, 12) + "…" : value;
    }

    private static String text(Object value) {
        return StateJson.tree(value).toString();
    }

    private static String nameOfCode(Class<?> type) {
        return CODE + " " + type.getName();
    }

    /** Hash of a class file; empty for what has none, such as a lambda. */
    private static Optional<String> code(Class<?> type) {
        String file = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            return in == null ? Optional.empty() : Optional.of(Sha256.of(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("the class file of " + type.getName() + " cannot be read", e);
        }
    }

    /**
     * Refuses data that are not those of a checkpoint.
     *
     * @param saved its fingerprint
     */
    public static void requireData(PreprocessedData data, Map<String, String> saved) {
        if (!ofData(data).equals(saved.get(DATA))) {
            throw new IncompatibleResumeException(
                    List.of("the training and validation examples must be those of the run,"
                            + " but they have changed since it was trained"));
        }
    }

    private static String ofData(PreprocessedData data) {
        MessageDigest digest = Sha256.digest();
        add(data.dataset().training(), digest);
        add(data.dataset().validation(), digest);
        return Sha256.hex(digest);
    }

    private static void add(Split whole, MessageDigest digest) {
        Split split = whole.sampled(Math.max(1, HASHED / whole.elements()), 0);
        ByteBuffer count = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        digest.update(count.putInt(0, whole.examples()));
        addRows(split, digest);
        split.given().ifPresent(given -> addRows(new Split(given, new int[0]), digest));
    }

    private static void addRows(Split split, MessageDigest digest) {
        ByteBuffer row = ByteBuffer.allocate(split.elements() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        split.forEach((n, values) -> {
            row.asFloatBuffer().put(values);
            digest.update(row.array());
        });
    }
}
