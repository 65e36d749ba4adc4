package dev.equipoise.data;

import dev.equipoise.part.Facts;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;

/** Annotations with values that are known at run time only. */
public final class Annotations {

    /** What the factory of a data source gets. */
    public static final Facts NO_DATA = new Facts(Optional.empty(), 256, 10, 7);

    private Annotations() {}

    /** An annotation with these values, and its defaults elsewhere. */
    public static <A extends Annotation> A annotation(Class<A> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue())));
    }
}
