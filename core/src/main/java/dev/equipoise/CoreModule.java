package dev.equipoise;

import com.google.inject.Binder;
import com.google.inject.multibindings.Multibinder;
import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.data.Digits;
import dev.equipoise.data.Scale;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.DefaultPart;
import dev.equipoise.model.DiagonalGaussian;
import dev.equipoise.model.JointUpdate;
import dev.equipoise.model.MlpVae;
import dev.equipoise.model.prior.StandardNormalPrior;
import dev.equipoise.objective.PricedSum;
import dev.equipoise.optimizer.Adam;
import dev.equipoise.part.DataFacts;
import dev.equipoise.run.Evaluation;

/** Brings core's default parts. */
public final class CoreModule implements EquipoiseModule {

    /** For {@link java.util.ServiceLoader}. */
    public CoreModule() {}

    @Override
    public void configureApplication(Binder binder) {
        Multibinder<DefaultPart> defaults = EquipoiseModule.defaultParts(binder);
        defaults.addBinding().toInstance(DefaultPart.of(Digits.class));
        defaults.addBinding()
                .toInstance(new DefaultPart(
                        Scale.class, facts -> facts.data().range().isPresent()));
        defaults.addBinding().toInstance(new DefaultPart(Standardize.class, facts -> unscaledTable(facts.data())));
        defaults.addBinding().toInstance(DefaultPart.of(MlpVae.class));
        defaults.addBinding().toInstance(DefaultPart.of(DiagonalGaussian.class));
        defaults.addBinding().toInstance(DefaultPart.of(StandardNormalPrior.class));
        defaults.addBinding().toInstance(DefaultPart.of(PricedSum.class));
        defaults.addBinding().toInstance(DefaultPart.of(JointUpdate.class));
        defaults.addBinding().toInstance(DefaultPart.of(Evaluation.class));
        defaults.addBinding().toInstance(DefaultPart.of(Adam.class));
        defaults.addBinding().toInstance(DefaultPart.of(Checkpoint.class));
    }

    /** Columns in units of their own, which no single beta suits. */
    private static boolean unscaledTable(DataFacts facts) {
        return facts.shape().size() == 1 && facts.range().isEmpty() && !facts.scaled();
    }
}
