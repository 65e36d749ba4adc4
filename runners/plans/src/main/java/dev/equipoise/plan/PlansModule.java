package dev.equipoise.plan;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.util.Modules;
import dev.equipoise.experiment.DefaultPart;
import java.util.Set;

/** From the classes that a loader sees to the plans of their experiments. Needs the default parts of the modules. */
public final class PlansModule extends AbstractModule {

    private final ClassLoader classes;

    public PlansModule(ClassLoader classes) {
        this.classes = classes;
    }

    @Override
    protected void configure() {
        bind(OverrideLayers.class).toInstance(new OverrideSources(System.getenv())::over);
        bind(Plans.class);
    }

    @Provides
    @Singleton
    Discovery discovery() {
        return Discovery.scan(classes);
    }

    @Provides
    Experiments experiments(Discovery discovery) {
        return new Experiments(discovery.experiments());
    }

    @Provides
    @Singleton
    Catalogue catalogue(Discovery discovery) {
        return Catalogue.of(discovery.parts());
    }

    /** Factories and experiments are made by an injector of their own, which binds on demand and knows no engine. */
    @Provides
    @Singleton
    Planner planner(Catalogue catalogue, Set<DefaultPart> defaults) {
        Injector factories = Guice.createInjector(Modules.EMPTY_MODULE);
        return new ExperimentReader(
                catalogue, new GuiceFactories(factories), defaults, new GuiceProvidedParts(factories))::read;
    }
}
