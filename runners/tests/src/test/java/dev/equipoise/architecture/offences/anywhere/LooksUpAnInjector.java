package dev.equipoise.architecture.offences.anywhere;

import com.google.inject.Injector;

public record LooksUpAnInjector(Injector injector) {

    public String name() {
        return injector.getInstance(String.class);
    }
}
