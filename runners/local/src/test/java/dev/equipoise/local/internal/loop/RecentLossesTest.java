package dev.equipoise.local.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which losses are spikes, after which no checkpoint is good. */
class RecentLossesTest {

    /** So many losses that go up and down by 1 about 100. */
    private static RecentLosses about100(int count) {
        RecentLosses losses = new RecentLosses();
        for (int i = 0; i < count; i++) {
            losses.add(100 + (i % 2 == 0 ? 1 : -1));
        }
        return losses;
    }

    @Test
    void aLossFarAboveTheOthersIsASpikeUntilTheNext() {
        RecentLosses losses = about100(200);
        assertThat(losses.calm()).isTrue();
        losses.add(120);
        assertThat(losses.calm()).isFalse();
        losses.add(101);
        assertThat(losses.calm()).isTrue();
        losses.add(50);
        assertThat(losses.calm()).as("a loss far below the others").isTrue();
    }

    @Test
    void aFewLossesTellNothing() {
        RecentLosses losses = about100(14);
        losses.add(1e9);
        assertThat(losses.calm()).isTrue();
        RecentLosses more = about100(15);
        more.add(1e9);
        assertThat(more.calm()).isFalse();
    }

    @Test
    void aSpikeIsOneAfterAResumeToo() {
        RecentLosses losses = about100(70);
        losses.add(120);
        RecentLosses resumed = new RecentLosses();
        resumed.restore(losses.save());

        assertThat(resumed.calm()).isFalse();
        resumed.add(101);
        assertThat(resumed.calm()).isTrue();
    }

    @Test
    void aLevelThatLastsIsNoSpike() {
        RecentLosses losses = about100(64);
        for (int i = 0; i < 64; i++) {
            losses.add(200 + (i % 2 == 0 ? 1 : -1));
        }
        assertThat(losses.calm()).isTrue();
    }
}
