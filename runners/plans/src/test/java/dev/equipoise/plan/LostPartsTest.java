package dev.equipoise.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

class LostPartsTest {

    /** A part that Java drops, for want of a retention. */
    @Part(Fleeting.Factory.class)
    @Target(ElementType.TYPE)
    @interface Fleeting {

        /** Never called. */
        final class Factory implements PartFactory<Fleeting, BalancingStrategy<?>> {
            @Override
            public BalancingStrategy<?> create(Fleeting annotation, Facts facts) {
                throw new IllegalStateException("it was dropped");
            }
        }
    }

    /** Parts that Java drops, since what composes them has no retention. */
    @BalanceParts.Beta(beta = 3)
    @Target(ElementType.TYPE)
    @interface FleetingRecipe {}

    /** Composes a part that Java drops. */
    @Fleeting
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Recipe {}

    @Experiment(name = "dropped")
    @Fleeting
    static final class Dropped {}

    @Experiment(name = "composed")
    @FleetingRecipe
    static final class Composed {}

    @Experiment(name = "deeper")
    @Recipe
    static final class Deeper {}

    @BalanceParts.Beta(beta = 3)
    static class Parent {}

    @TermParts.Mmd(weight = 1)
    @TermParts.Mmd(name = "far")
    interface Trait {}

    interface FurtherTrait extends Trait {}

    @Experiment(name = "child")
    static final class Child extends Parent implements FurtherTrait {}

    /** Checkers' annotations are dropped too, and are no parts. */
    @Experiment(name = "harmless")
    @SuppressWarnings("unused")
    @Harmless
    static final class WithHarmless {}

    @Target(ElementType.TYPE)
    @interface Harmless {}

    private static void refused(Class<?> type, String... says) {
        assertThatThrownBy(() -> TestParts.reader().read(type, Overrides.NONE))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContainingAll(says);
    }

    @Test
    void aPartThatJavaDropsIsRefusedByName() {
        refused(
                Dropped.class,
                "@dev.equipoise.plan.LostPartsTest$Fleeting on Dropped must be annotated with"
                        + " @Retention(RetentionPolicy.RUNTIME)");
        refused(Composed.class, "LostPartsTest$FleetingRecipe on Composed must be annotated with @Retention");
        refused(Deeper.class, "LostPartsTest$Fleeting on Recipe must be annotated with @Retention");
    }

    @Test
    void theCatalogueRefusesAPartThatJavaWouldDrop() {
        assertThatThrownBy(() -> Catalogue.of(List.of(Fleeting.class)))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining("LostPartsTest$Fleeting must be annotated with @Retention");
    }

    @Test
    void partsOfSupertypesAreRefusedByName() {
        refused(
                Child.class,
                "parts must be written on Child itself, got @dev.equipoise.plan.BalanceParts$Beta on its"
                        + " supertype dev.equipoise.plan.LostPartsTest$Parent",
                "on its supertype dev.equipoise.plan.LostPartsTest$Trait");
    }

    @Test
    void whatIsNoPartMayBeDropped() {
        assertThat(TestParts.reader().read(WithHarmless.class, Overrides.NONE).name())
                .isEqualTo("harmless");
    }
}
