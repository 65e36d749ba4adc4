package dev.equipoise.architecture.offences.data;

import java.lang.reflect.Method;
import java.util.stream.Stream;

public record ReadsByReflection() {

    public Stream<String> names(Class<?> type) {
        return Stream.of(type.getDeclaredMethods()).map(Method::getName);
    }
}
