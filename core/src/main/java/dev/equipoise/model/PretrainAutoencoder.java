package dev.equipoise.model;

import dev.equipoise.balance.Readings;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Trains an autoencoder first, whose loss is the reconstruction alone, and then the VAE, from its encoder and a fresh decoder
 * (Li et al. 2019, section 3). Schedules run on meanwhile; a strategy with a state rests. Exports {@code pretraining}, which is
 * 1 meanwhile and then 0.
 */
@Documented
@Part(PretrainAutoencoder.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface PretrainAutoencoder {

    /** Epochs of reconstruction alone; fewer than the run has. */
    @Range(min = 1, max = 1_000_000_000, unit = "epochs")
    int epochs();

    /** Whether the decoder gets fresh weights afterwards; otherwise it goes on from those of the autoencoder. */
    boolean resetDecoder() default true;

    /**
     * The state.
     *
     * @param ended epochs
     * @param started whether a step of the VAE was taken
     */
    record State(int ended, boolean started) {}

    /** The procedure. */
    record Pretrained(int epochs, boolean resetDecoder, long steps) implements Procedure<State> {

        @Override
        public State initial() {
            return new State(0, false);
        }

        @Override
        public Set<Vae.Network> updated(long step, State state) {
            return EnumSet.allOf(Vae.Network.class);
        }

        @Override
        public boolean reconstructionAlone(State state) {
            return state.ended() < epochs;
        }

        @Override
        public Set<Vae.Network> renewed(State state) {
            return resetDecoder && !reconstructionAlone(state) && !state.started()
                    ? EnumSet.of(Vae.Network.DECODER)
                    : EnumSet.noneOf(Vae.Network.class);
        }

        @Override
        public State next(long step, State state, Readings readings) {
            return new State(state.ended(), !reconstructionAlone(state));
        }

        @Override
        public State afterEpoch(State state, Epoch epoch) {
            return new State(state.ended() + 1, state.started());
        }

        @Override
        public Map<String, Double> exported(State state) {
            return Map.of("pretraining", reconstructionAlone(state) ? 1.0 : 0.0);
        }

        @Override
        public Map<String, String> description() {
            return Map.of(
                    "pretraining",
                    steps + " steps of reconstruction alone, during which schedules run on"
                            + (resetDecoder ? ", then a fresh decoder" : ""));
        }
    }

    /** Makes the procedure. */
    final class Factory implements PartFactory<PretrainAutoencoder, Procedure<?>> {

        @Override
        public Procedure<?> create(PretrainAutoencoder annotation, Facts facts) {
            if (annotation.epochs() >= facts.epochs()) {
                throw new InvalidPartException("epochs must be below experiment.epochs, which is " + facts.epochs()
                        + ", so that a VAE is trained after the autoencoder, got " + annotation.epochs());
            }
            return new Pretrained(
                    annotation.epochs(), annotation.resetDecoder(), annotation.epochs() * facts.stepsPerEpoch());
        }
    }
}
