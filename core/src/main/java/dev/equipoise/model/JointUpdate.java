package dev.equipoise.model;

import dev.equipoise.balance.Readings;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Stateless;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.EnumSet;
import java.util.Set;

/** Encoder and decoder are updated together at every step. The default procedure. */
@Documented
@Part(JointUpdate.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface JointUpdate {

    /** The procedure. */
    record Joint() implements Procedure<Stateless> {

        @Override
        public Stateless initial() {
            return new Stateless();
        }

        @Override
        public Set<Vae.Network> updated(long step, Stateless state) {
            return EnumSet.allOf(Vae.Network.class);
        }

        @Override
        public Stateless next(long step, Stateless state, Readings readings) {
            return state;
        }
    }

    /** Makes the procedure. */
    final class Factory implements PartFactory<JointUpdate, Procedure<?>> {

        @Override
        public Procedure<?> create(JointUpdate annotation, Facts facts) {
            return new Joint();
        }
    }
}
