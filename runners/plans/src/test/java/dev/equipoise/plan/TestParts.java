package dev.equipoise.plan;

import dev.equipoise.experiment.DefaultPart;
import dev.equipoise.model.JointUpdate;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;

/** A small set of parts, one or two for each role, and a reader that knows them; none computes anything. */
final class TestParts {

    static final List<Class<? extends Annotation>> ALL = List.of(
            DataParts.Table.class,
            DataParts.Scale.class,
            DataParts.Shift.class,
            DataParts.Cascade.class,
            ModelParts.Net.class,
            ModelParts.Gauss.class,
            TermParts.Squares.class,
            TermParts.Kl.class,
            TermParts.DecomposedKl.class,
            TermParts.Mmd.class,
            BalanceParts.Bits.class,
            BalanceParts.Beta.class,
            BalanceParts.KlTarget.class,
            BalanceParts.Shaped.class,
            BalanceParts.Worthless.class,
            TermParts.Sum.class,
            TermParts.Bound.class,
            JointUpdate.class,
            BalanceParts.Rate.class);

    static final Set<DefaultPart> DEFAULTS = Set.of(
            DefaultPart.of(DataParts.Table.class),
            new DefaultPart(DataParts.Scale.class, facts -> facts.data().image()),
            DefaultPart.of(ModelParts.Net.class),
            DefaultPart.of(ModelParts.Gauss.class),
            DefaultPart.of(TermParts.Squares.class),
            DefaultPart.of(TermParts.Kl.class),
            DefaultPart.of(BalanceParts.Beta.class),
            DefaultPart.of(TermParts.Sum.class),
            DefaultPart.of(JointUpdate.class),
            DefaultPart.of(BalanceParts.Rate.class));

    private TestParts() {}

    static ExperimentReader reader() {
        return reader(experiment -> List.of());
    }

    static ExperimentReader reader(ProvidedParts provided) {
        return new ExperimentReader(Catalogue.of(ALL), TestParts::make, DEFAULTS, provided);
    }

    static <F> F make(Class<F> factory) {
        try {
            var constructor = factory.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
