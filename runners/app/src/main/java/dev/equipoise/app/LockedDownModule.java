package dev.equipoise.app;

import com.google.inject.AbstractModule;

/** Whatever is injected must be bound on purpose. */
final class LockedDownModule extends AbstractModule {

    @Override
    protected void configure() {
        binder().requireExplicitBindings();
        binder().requireAtInjectOnConstructors();
        binder().requireExactBindingAnnotations();
        binder().disableCircularProxies();
    }
}
