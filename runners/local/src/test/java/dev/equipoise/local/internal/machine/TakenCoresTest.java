package dev.equipoise.local.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A machine whose cores are used as each test says, second by second. */
class TakenCoresTest {

    private double seconds;
    private double busy;
    private double own;
    private int reads;
    private boolean known = true;

    private TakenCores of(int threads, int cores) {
        return new TakenCores(
                () -> {
                    reads++;
                    return known ? Optional.of(new CoreUse(busy, own, cores)) : Optional.empty();
                },
                threads,
                () -> (long) (seconds * 1e9));
    }

    /** Ten steps a second for so long, while this process and others use so many cores. */
    private List<String> train(TakenCores taken, double time, double ownCores, double otherCores) {
        List<String> said = new ArrayList<>();
        for (int step = 0; step <= time * 10; step++) {
            taken.look().ifPresent(said::add);
            pass(0.1, ownCores, otherCores);
        }
        return said;
    }

    private void pass(double time, double ownCores, double otherCores) {
        seconds += time;
        own += time * ownCores;
        busy += time * (ownCores + otherCores);
    }

    @Test
    void otherProcessesThatTakeWhatTheThreadsWantAreToldOfOnceWithWhatToSet() {
        assertThat(train(of(2, 2), 100, 0.9, 1.1))
                .containsExactly("other processes used 1.1 of 2 cores over the last 20 s, and this run trains with 2"
                        + " threads, which wait for one another; set OMP_NUM_THREADS=1 (docs/devices.md)");
        assertThat(reads).as("what has been said is not measured again").isEqualTo(2);
    }

    @Test
    void othersThatComeLaterAreToldOfToo() {
        TakenCores taken = of(2, 2);
        assertThat(train(taken, 60, 2, 0)).isEmpty();
        assertThat(train(taken, 60, 1.2, 0.8)).hasSize(1);
    }

    @Test
    void lessThanHalfACoreIsBorne() {
        assertThat(train(of(2, 2), 100, 1.6, 0.4)).isEmpty();
    }

    @Test
    void coresThatTheThreadsDoNotWantMayBeTaken() {
        assertThat(train(of(4, 8), 100, 4, 4)).isEmpty();
        assertThat(train(of(4, 8), 100, 3.2, 4.8)).hasSize(1);
    }

    @Test
    void moreThreadsThanCoresWantNoMoreThanThereAre() {
        assertThat(train(of(8, 2), 100, 2, 0)).isEmpty();
    }

    @Test
    void oneThreadWaitsForNoOtherAndNothingIsMeasured() {
        assertThat(train(of(1, 2), 100, 0.5, 1.5)).isEmpty();
        assertThat(reads).isZero();
    }

    @Test
    void aShortRunIsMeasuredOnceAndWarnedOfNothing() {
        assertThat(train(of(2, 2), 19.5, 0.9, 1.1)).isEmpty();
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void whatOthersDoWhileTheRunPausesIsTheirs() {
        TakenCores taken = of(2, 2);
        train(taken, 1, 2, 0);
        pass(3600, 0, 2);
        assertThat(train(taken, 50, 2, 0)).isEmpty();
    }

    @Test
    void aSystemThatDoesNotTellIsAskedOnce() {
        known = false;
        assertThat(train(of(2, 2), 100, 0.9, 1.1)).isEmpty();
        assertThat(reads).isEqualTo(1);
    }
}
