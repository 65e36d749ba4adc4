package dev.equipoise.plan;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Annotations that are composed of parts. */
final class Compositions {

    private Compositions() {}

    /** Composes a recipe. */
    @BalanceParts.Beta(beta = 4)
    @TermParts.Mmd(weight = 2)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Recipe {}

    /** Another one, with the first inside. */
    @Recipe
    @ModelParts.Net(latent = 5)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Cookbook {}

    /** Competes with {@link Recipe}. */
    @BalanceParts.Shaped
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Rival {}
}
