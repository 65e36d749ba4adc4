package dev.equipoise.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.Measures;
import dev.equipoise.balance.Readings;
import dev.equipoise.model.AggressiveEncoder.Aggressive;
import dev.equipoise.model.AggressiveEncoder.State;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When inner steps end, and when the phase does. */
class AggressiveEncoderTest {

    private final Aggressive procedure = new Aggressive(10, 2, 2);

    private static Readings loss(double loss) {
        return new Readings(
                new Measures(loss, loss, loss, 0, 0, List.of(), Map.of(), Optional.empty()), 1, 16, false, Map.of());
    }

    /** Inner steps that are taken before a step, whose losses are these and then the last one again. */
    private int taken(State from, double... losses) {
        State state = from;
        int taken = 0;
        while (!procedure.inner(3, state).isEmpty()) {
            state = procedure.afterInner(3, state, loss(losses[Math.min(taken, losses.length - 1)]));
            taken++;
        }
        assertThat(state.innerSteps()).isEqualTo(from.innerSteps() + taken);
        return taken;
    }

    private State after(State state, double nats) {
        return procedure.afterEpoch(state, new Procedure.Epoch(Measures.NONE, () -> {
            assertThat(procedure.updated(0, state))
                    .as("not asked after the phase")
                    .containsExactly(Vae.Network.DECODER, Vae.Network.PRIOR);
            return nats;
        }));
    }

    @Test
    void innerStepsEndWithTheFirstWindowThatIsWorseThanTheOneBefore() {
        assertThat(taken(procedure.initial(), 9, 7, 6, 8, 9, 3, 7, 7)).isEqualTo(8);
        assertThat(taken(procedure.initial(), 1, 1, 1, 1.5)).isEqualTo(4);
    }

    @Test
    void theyEndAtTheMostAndAtALossThatIsNoNumber() {
        assertThat(taken(procedure.initial(), 5)).isEqualTo(10);
        assertThat(taken(procedure.initial(), 5, Double.NaN)).isEqualTo(2);
    }

    @Test
    void theyBeginAnewBeforeTheNextStep() {
        State state = procedure.initial();
        while (!procedure.inner(3, state).isEmpty()) {
            state = procedure.afterInner(3, state, loss(5));
        }
        state = procedure.next(3, state, loss(5));

        assertThat(taken(state, 6)).isEqualTo(10);
        assertThat(state.innerSteps()).isEqualTo(10);
    }

    @Test
    void thePhaseEndsAfterEpochsWithoutANewBestThatNeedNotFollowOneAnother() {
        State state = procedure.initial();
        for (double nats : new double[] {1, 2, 1.5, 3}) {
            state = after(state, nats);
            assertThat(procedure.updated(0, state)).containsExactly(Vae.Network.DECODER, Vae.Network.PRIOR);
        }
        assertThat(procedure.exported(state)).containsEntry("aggressive", 1.0).containsEntry("mutualInformation", 3.0);
        state = after(state, Double.NaN);

        assertThat(procedure.inner(0, state)).isEmpty();
        assertThat(procedure.updated(0, state)).isEqualTo(EnumSet.allOf(Vae.Network.class));
        assertThat(procedure.exported(state)).containsEntry("aggressive", 0.0);
        assertThat(after(state, 100)).isEqualTo(state);
    }
}
