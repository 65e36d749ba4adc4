package dev.equipoise.survival;

import dev.equipoise.balance.Readings;
import dev.equipoise.model.Procedure;
import dev.equipoise.model.Vae;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.EnumSet;
import java.util.Set;

/** Updates the decoder alone at every third step, which it counts itself. */
@Part(InTurns.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface InTurns {

    record State(int taken) {}

    record Turns() implements Procedure<State> {

        @Override
        public State initial() {
            return new State(0);
        }

        @Override
        public Set<Vae.Network> updated(long step, State state) {
            return state.taken() % 3 == 2 ? EnumSet.of(Vae.Network.DECODER) : EnumSet.allOf(Vae.Network.class);
        }

        @Override
        public State next(long step, State state, Readings readings) {
            return new State(state.taken() + 1);
        }
    }

    final class Factory implements PartFactory<InTurns, Procedure<?>> {
        @Override
        public Procedure<?> create(InTurns annotation, Facts facts) {
            return new Turns();
        }
    }
}
