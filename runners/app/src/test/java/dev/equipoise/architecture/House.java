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
import dev.equipoise.experiment.PartFactory;
import dev.equipoise.model.Layer;
import dev.equipoise.model.Posterior;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Penalty;
import dev.equipoise.run.RunListener;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What holds between the packages of a house.
 *
 * @param root the package that holds it: ours, or the small one that is built wrongly on purpose
 */
record House(String root) {

    /** Beside core, below the app: none of them knows another. */
    private static final List<String> SIBLINGS = List.of("losses", "schedules", "metrics", "local");

    /**
     * Classes that may use {@code java.lang.reflect}, and why.
     */
    private static final Set<String> REFLECTING = Set.of("experiment.ExperimentReader");

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
        return SIBLINGS.stream()
                .map(sibling -> (ArchRule) noClasses()
                        .that(resideInAPackage(in(sibling)))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(SIBLINGS.stream()
                                .filter(other -> !other.equals(sibling))
                                .map(this::in)
                                .toArray(String[]::new))))
                .reduce((one, other) -> CompositeArchRule.of(one).and(other))
                .orElseThrow();
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
                .that(describe("are not " + REFLECTING, type -> !REFLECTING.contains(nameInHouse(type))))
                .should()
                .dependOnClassesThat(resideInAPackage("java.lang.reflect.."));
    }

    /** Injection is by constructor, and only a composition knows that there is an injector. */
    ArchRule guiceStaysInModules() {
        DescribedPredicate<JavaClass> guice = resideInAnyPackage("com.google.inject..", "jakarta.inject..");
        DescribedPredicate<JavaClass> composing = resideInAnyPackage(in("app"), in("local.wiring"))
                .or(assignableTo(Module.class))
                .or(assignableTo(EquipoiseModule.class));
        DescribedPredicate<JavaClass> factories = assignableTo(PartFactory.class);
        return CompositeArchRule.of(noClasses()
                        .that(not(composing).and(not(factories)))
                        .should()
                        .dependOnClassesThat(guice))
                .and(noClasses()
                        .that(factories)
                        .should()
                        .dependOnClassesThat(guice.and(describe("are not annotations", type -> !type.isAnnotation()))))
                .and(fields().should().notBeAnnotatedWith(describe("an injection", House::injects)))
                .and(methods().should().notBeAnnotatedWith(describe("an injection", House::injects)));
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

    private String nameInHouse(JavaClass type) {
        return type.getName().substring(root.length() + 1);
    }

    /** Where operations may be recorded for backward, nested classes and lambdas included. */
    private DescribedPredicate<JavaClass> recorded() {
        return resideInAnyPackage(in("objective"), in("losses"))
                .or(assignableTo(LossTerm.class))
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

    private static DescribedPredicate<JavaAccess<?>> makesAnArray() {
        return describe("an array is made of Java numbers", access -> {
            String name = access.getTarget().getName();
            boolean byManager = access.getTargetOwner().isAssignableTo(NDManager.class)
                    && !Set.of("close", "newSubManager", "attachInternal", "getDevice")
                            .contains(name);
            boolean likeAnother = access.getTargetOwner().isAssignableTo(NDArray.class)
                    && Set.of("onesLike", "zerosLike").contains(name);
            return byManager || likeAnother;
        });
    }

    private static boolean injects(com.tngtech.archunit.core.domain.JavaAnnotation<?> annotation) {
        return annotation.getRawType().getSimpleName().equals("Inject");
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
