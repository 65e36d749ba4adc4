package dev.equipoise.app;

import com.google.inject.AbstractModule;

/** Requires explicit bindings for everything that is injected. */
final class LockedDownModule extends AbstractModule {

    @Override
    protected void configure() {
        binder().requireExplicitBindings();
        binder().requireAtInjectOnConstructors();
        binder().requireExactBindingAnnotations();
        binder().disableCircularProxies();
    }
}
