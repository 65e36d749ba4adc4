package dev.equipoise.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.Annotation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    static final class Elsewhere {
        @Part(Beta.Factory.class)
        @Retention(RetentionPolicy.RUNTIME)
        @interface Beta {
            double beta() default 1;

            final class Factory implements PartFactory<Beta, BalanceParts.Strategy> {
                @Override
                public BalanceParts.Strategy create(Beta beta, Facts facts) {
                    return new BalanceParts.Strategy(beta.beta(), Optional.empty(), 0);
                }
            }
        }
    }

    /** A factory whose type arguments are bound two classes up, and swapped. */
    abstract static class Swapped<P, A extends Annotation> implements PartFactory<A, P> {}

    abstract static class Middle<A extends Annotation> extends Swapped<Reconstruction, A> {}

    @Part(Deep.Factory.class)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Deep {
        final class Factory extends Middle<Deep> {
            @Override
            public Reconstruction create(Deep annotation, Facts facts) {
                throw new AssertionError("a catalogue makes no part");
            }
        }
    }

    @Part(Roleless.Factory.class)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Roleless {
        Class<?> type() default Object.class;

        final class Factory implements PartFactory<Roleless, String> {
            @Override
            public String create(Roleless annotation, Facts facts) {
                return "";
            }
        }
    }

    @Part(BalanceParts.Beta.Factory.class)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Borrowed {}

    @Part(Odd.Factory.class)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Odd {
        byte[] bytes() default {};

        final class Factory implements PartFactory<Odd, LossTerm> {
            @Override
            public LossTerm create(Odd annotation, Facts facts) {
                throw new AssertionError("a catalogue makes no part");
            }
        }
    }

    @Test
    void theMostSpecificRoleWinsHoweverTheFactoryBindsItsTypes() {
        Catalogue catalogue =
                Catalogue.of(List.of(TermParts.Kl.class, TermParts.Mmd.class, BalanceParts.KlTarget.class, Deep.class));
        assertThat(catalogue.parts().stream().<Class<?>>map(PartType::role))
                .containsExactly(Reconstruction.class, Divergence.class, BalancingStrategy.class, LossTerm.class);
        assertThat(catalogue.parts().stream().map(PartType::key)).containsExactly("deep", "kl", "klTarget", "mmd");
    }

    @Test
    void attributesHaveTypeDefaultRangeAndUnit() {
        PartType net = Catalogue.of(List.of(ModelParts.Net.class)).parts().get(0);
        assertThat(net.attributes().stream().map(Attribute::name)).containsExactly("activation", "hidden", "latent");
        Attribute hidden = net.attributes().get(1);
        assertThat(hidden.type()).isEqualTo(int[].class);
        assertThat(hidden.unit()).isEqualTo("units");
        assertThat(hidden.defaultValue()).get().isEqualTo(new int[] {8, 8});
    }

    @Test
    void everythingWrongWithTheAnnotationsIsReportedAtOnce() {
        assertThatThrownBy(() -> Catalogue.of(List.of(Roleless.class, Borrowed.class, Odd.class, Deprecated.class)))
                .isInstanceOfSatisfying(
                        InvalidExperimentException.class,
                        thrown -> assertThat(thrown.problems())
                                .hasSize(4)
                                .anyMatch(problem ->
                                        problem.contains("Roleless must have exactly one role, got java.lang.String"))
                                .anyMatch(problem -> problem.contains("Borrowed must name a factory that takes it"))
                                .anyMatch(problem -> problem.contains("attribute bytes must be an int"))
                                .anyMatch(problem ->
                                        problem.contains("java.lang.Deprecated must be annotated with @Part")));
    }

    @Test
    void aSimpleNameOfTwoPackagesIsNoKeyAndTheErrorNamesBoth() {
        Catalogue catalogue = Catalogue.of(Stream.concat(TestParts.ALL.stream(), Stream.of(Elsewhere.Beta.class))
                .toList());
        ExperimentReader reader =
                new ExperimentReader(catalogue, TestParts::make, TestParts.DEFAULTS, type -> List.of());
        String one = "dev.equipoise.plan.CatalogueTest.Elsewhere.Beta";
        String other = "dev.equipoise.plan.BalanceParts.Beta";
        Overrides wrong = ExperimentReaderTest.with(List.of("beta"), Set.of(), "beta.beta=1");
        assertThat(ExperimentProblemsTest.problemsOf(reader, ExperimentReaderTest.Plain.class, wrong))
                .containsExactly(
                        "'beta' (--with) must be one part, got " + other + " and " + one + ": use its qualified name",
                        "'beta' (--set) must be one part, got " + other + " and " + one + ": use its qualified name");
        ExperimentPlan plan = reader.read(
                ExperimentReaderTest.Plain.class, ExperimentReaderTest.with(List.of(one), Set.of(), one + ".beta=3"));
        assertThat(plan.part(BalancingStrategy.class)).isEqualTo(new BalanceParts.Strategy(3, Optional.empty(), 0));
    }

    @Test
    void aUniqueSimpleNameHasItsQualifiedNameForAKeyToo() {
        ExperimentPlan plan = ExperimentReaderTest.read(
                ExperimentReaderTest.Full.class, "dev.equipoise.plan.TermParts.Mmd[1].weight=8");
        assertThat(ExperimentReaderTest.value(plan, "mmd[1]", "weight").value()).isEqualTo(8.0);
    }
}
