package dev.equipoise.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDResource;
import ai.djl.nn.Block;
import com.google.inject.Module;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Schedule;
import dev.equipoise.model.Layer;
import dev.equipoise.model.Posterior;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Critic;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Penalty;
import dev.equipoise.run.RunListener;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What holds between the packages of a house.
 *
 * @param root the package that holds it: ours, or the small one that is built wrongly on purpose
 */
record House(String root) {

    /** Above core, below the app: what each of them may know beside core. A runner beside local needs nothing of it. */
    private static final Map<String, Set<String>> SIBLINGS = Map.of(
            "losses", Set.of(),
            "schedules", Set.of(),
            "disk", Set.of(),
            "plan", Set.of("disk"),
            "engine", Set.of(),
            "metrics", Set.of("disk", "engine"),
            "local", Set.of("disk", "engine", "plan"));

    /** Methods of NDManager, and of NDArray, that make an array of given numbers. */
    private static final Set<String> MAKING = Set.of("create", "ones", "zeros", "full", "eye", "linspace");

    private static final Set<String> LIKE_ANOTHER = Set.of("onesLike", "zerosLike");

    /**
     * The places of reflection: one reads annotations, and makes those that an override changed; the other calls the
     * methods of an experiment that are annotated with Guice's {@code @Provides}.
     */
    private static final List<String> REFLECTION = List.of("plan.Annotations", "plan.GuiceProvidedParts");

    /** On the PyTorch engine an operation with a Java number corrupts gradients silently: docs/adr/0004. */
    ArchRule recordedCodeTakesNoJavaNumber() {
        return noClasses()
                .that(recorded().or(resideInAPackage(in("model"))))
                .and(not(assignableTo(Constants.class)))
                .should()
                .accessTargetWhere(takesJavaNumber());
    }

    /** A constant must outlive the step's backward, which {@link Constants} alone sees to. */
    ArchRule constantsComeFromOneClass() {
        return noClasses()
                .that(recorded())
                .and(not(assignableTo(Constants.class)))
                .should()
                .accessTargetWhere(makesAnArray());
    }

    ArchRule siblingsAreIndependent() {
        return SIBLINGS.entrySet().stream()
                .map(sibling -> unaware(in(sibling.getKey()), others(sibling.getKey(), sibling.getValue())))
                .reduce((one, other) -> CompositeArchRule.of(one).and(other))
                .orElseThrow();
    }

    private List<String> others(String sibling, Set<String> known) {
        return SIBLINGS.keySet().stream()
                .filter(other -> !other.equals(sibling) && !known.contains(other))
                .toList();
    }

    /** Core is below everything: it knows no other module. */
    ArchRule coreKnowsNobody() {
        return noClasses()
                .that(resideInAPackage(root + "..")
                        .and(not(resideInAnyPackage(
                                Stream.concat(SIBLINGS.keySet().stream(), Stream.of("app", "examples", "benchmarks"))
                                        .map(this::in)
                                        .toArray(String[]::new)))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        SIBLINGS.keySet().stream().map(this::in).toArray(String[]::new)));
    }

    /** A package named internal is used by its own module alone. */
    ArchRule internalsStayInTheirModule() {
        return Stream.concat(SIBLINGS.keySet().stream(), Stream.of("app"))
                .map(module -> noClasses()
                        .that(not(resideInAPackage(in(module))))
                        .should()
                        .dependOnClassesThat(resideInAPackage(root + "." + module + ".internal.."))
                        .allowEmptyShould(true))
                .map(ArchRule.class::cast)
                .reduce((one, other) -> CompositeArchRule.of(one).and(other))
                .orElseThrow();
    }

    private ArchRule unaware(String packages, List<String> others) {
        return noClasses()
                .that(resideInAPackage(packages))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(others.stream().map(this::in).toArray(String[]::new)));
    }

    /** Schedules, strategies, events and metrics carry numbers, never arrays of an engine. */
    ArchRule theBalanceIsPlainNumbers() {
        return noClasses()
                .that(resideInAnyPackage(in("schedules"), in("balance"), in("run"), in("metrics"))
                        .or(assignableTo(BalancingStrategy.class))
                        .or(assignableTo(Schedule.class))
                        .or(assignableTo(RunListener.class)))
                .should()
                .dependOnClassesThat(resideInAPackage("ai.djl.."));
    }

    ArchRule enginesAreKnownInOnePackage() {
        return noClasses()
                .that(resideInAPackage(root + "..").and(not(resideInAPackage(in("engine")))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("ai.djl.mxnet..", "ai.djl.pytorch..", "com.sun.jna.."));
    }

    ArchRule reflectionHasOnePlace() {
        return noClasses()
                .that(not(describe("are in " + REFLECTION, this::reflects)))
                .should()
                .dependOnClassesThat(resideInAPackage("java.lang.reflect.."));
    }

    /**
     * Only a composition knows Guice. What it makes says so by the standard's {@code @Inject} on its constructor, never
     * on a field or a method.
     */
    ArchRule guiceStaysInModules() {
        return CompositeArchRule.of(noClasses()
                        .that(not(resideInAnyPackage(in("app"), in("local.internal.wiring"), in("plan")))
                                .and(not(assignableTo(Module.class)))
                                .and(not(assignableTo(EquipoiseModule.class))))
                        .should()
                        .dependOnClassesThat(resideInAPackage("com.google.inject..")))
                .and(fields().should().notBeAnnotatedWith(Inject.class))
                .and(methods().should().notBeAnnotatedWith(Inject.class));
    }

    ArchRule packagesHaveNoCycles() {
        return slices().assignedFrom(packages()).should().beFreeOfCycles();
    }

    ArchRule staticsDoNotChange() {
        return fields().that()
                .areStatic()
                .and(describe(
                        "are written by hand",
                        (HasModifiers field) -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
                .should()
                .beFinal()
                .andShould(ArchConditions.have(
                        describe("a type that cannot change", (JavaField field) -> !changes(field.getRawType()))));
    }

    private String in(String part) {
        return root + "." + part + "..";
    }

    private boolean reflects(JavaClass type) {
        return REFLECTION.stream()
                .map(name -> root + "." + name)
                .anyMatch(name -> type.getName().equals(name) || type.getName().startsWith(name + "$"));
    }

    /** Where operations may be recorded for backward, nested classes and lambdas included. */
    private DescribedPredicate<JavaClass> recorded() {
        return resideInAnyPackage(in("objective"), in("losses"))
                .or(assignableTo(LossTerm.class))
                .or(assignableTo(Critic.class))
                .or(assignableTo(Penalty.class))
                .or(assignableTo(Objective.class))
                .or(assignableTo(Posterior.class))
                .or(assignableTo(Layer.class))
                .or(assignableTo(Block.class))
                .as("hold recorded code");
    }

    private static DescribedPredicate<JavaAccess<?>> takesJavaNumber() {
        return describe("an operation of arrays takes a Java number", access -> {
            boolean ofArrays = access.getTargetOwner().isAssignableTo(NDArray.class)
                    || access.getTargetOwner().isAssignableTo(NDArrays.class);
            return ofArrays
                    && access.getTarget() instanceof CodeUnitAccessTarget target
                    && target.getRawParameterTypes().stream().anyMatch(House::isNumber);
        });
    }

    private static boolean isNumber(JavaClass type) {
        return type.isAssignableTo(Number.class)
                || type.isEquivalentTo(float.class)
                || type.isEquivalentTo(double.class);
    }

    /** Arrays of integers are no constants but indices, which have no gradient. */
    private static DescribedPredicate<JavaAccess<?>> makesAnArray() {
        return describe("an array is made of Java numbers", access -> {
            JavaClass owner = access.getTargetOwner();
            String name = access.getTarget().getName();
            return (owner.isAssignableTo(NDManager.class) && MAKING.contains(name) && !takesIntegers(access))
                    || (owner.isAssignableTo(NDArray.class) && LIKE_ANOTHER.contains(name));
        });
    }

    private static boolean takesIntegers(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getRawParameterTypes().stream()
                        .anyMatch(type -> type.isEquivalentTo(int[].class) || type.isEquivalentTo(long[].class));
    }

    private static boolean changes(JavaClass type) {
        boolean collection = type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class);
        return type.isArray()
                || (collection && !type.isInterface())
                || type.getPackageName().equals("java.util.concurrent.atomic")
                || type.isAssignableTo(ThreadLocal.class)
                || type.isAssignableTo(Random.class)
                || type.isAssignableTo(StringBuilder.class)
                || type.isAssignableTo(NDResource.class);
    }

    private SliceAssignment packages() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String name = type.getPackageName();
                return name.startsWith(root) ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages of " + root;
            }
        };
    }
}
