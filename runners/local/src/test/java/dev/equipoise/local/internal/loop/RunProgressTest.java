package dev.equipoise.local.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.balance.Measures;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.local.internal.checkpoint.Merit;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.StepFinished;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunProgressTest {

    private static final long MINUTE = 60_000_000_000L;

    private final AtomicLong now = new AtomicLong(7 * MINUTE);

    private RunProgress ledger() {
        return ledger(16);
    }

    private RunProgress ledger(int batchSize) {
        return new RunProgress(4, batchSize, now::get);
    }

    @Test
    void theTimeOfARunGoesOnWhereItGoesBack() {
        RunProgress ledger = ledger();
        now.addAndGet(59 * MINUTE);
        RunProgress.State saved = ledger.save();
        now.addAndGet(MINUTE);
        ledger.restore(saved);

        assertThat(ledger.seconds()).isCloseTo(60 * 60, within(1e-6));
        now.addAndGet(MINUTE);
        assertThat(ledger.seconds()).isCloseTo(61 * 60, within(1e-6));
    }

    @Test
    void theTimeOfAResumedRunGoesOnFromItsCheckpointAndWhereItGoesBackBehindThat() {
        RunProgress first = ledger();
        now.addAndGet(10 * MINUTE);
        RunProgress.State early = first.save();
        now.addAndGet(20 * MINUTE);
        RunProgress.State last = first.save();
        now.addAndGet(500 * MINUTE);
        RunProgress resumed = ledger();
        resumed.restore(last);

        assertThat(resumed.seconds()).isCloseTo(30 * 60, within(1e-6));
        now.addAndGet(5 * MINUTE);
        resumed.restore(early);
        assertThat(resumed.seconds()).isCloseTo(35 * 60, within(1e-6));
    }

    private static Optional<Merit> merit(boolean settled, double value) {
        return Optional.of(new Merit(settled, value));
    }

    @Test
    void aResumedRunKnowsTheBestValidationBeforeIt() {
        RunProgress first = ledger();
        assertThat(first.epochEnded(merit(true, -2))).isTrue();
        RunProgress resumed = ledger();
        resumed.restore(first.save());

        assertThat(resumed.epochEnded(merit(true, -3))).isFalse();
        assertThat(resumed.epochEnded(merit(true, -1))).isTrue();
    }

    private static void step(RunProgress ledger, double beta) {
        Pricing pricing = new Pricing(
                Prices.beta(beta),
                OptionalDouble.of(beta),
                OptionalDouble.of(beta / 2),
                OptionalDouble.empty(),
                Map.of());
        ledger.priced(pricing);
        Readings readings = new Readings(
                new Measures(5, 3, 3, 2, 2, List.of(1.5, 0.5), Map.of(), Optional.empty()), 1, 16, false, Map.of());
        ledger.updated(
                new StepFinished(
                        ledger.steps(),
                        ledger.epoch(),
                        0.01,
                        pricing.prices(),
                        pricing.beta(),
                        readings,
                        pricing.klTarget(),
                        pricing.exported(),
                        0.25,
                        0),
                true);
    }

    @Test
    void aResumedRunKnowsAllThatWasAddedUpBeforeIt() {
        RunProgress first = ledger();
        step(first, 2);
        first.epochMeans();
        first.epochEnded(merit(true, -2));
        step(first, 3);
        now.addAndGet(MINUTE);
        RunProgress.State saved = first.save();
        RunProgress resumed = ledger();
        resumed.restore(saved);

        assertThat(resumed.save()).usingRecursiveComparison().isEqualTo(saved);
        assertThat(resumed.learnedVariance()).hasValue(1.5);
        assertThat(resumed.lastEpoch().map(EpochFinished.TrainingMeans::loss)).hasValue(5.0);
    }

    @Test
    void anEpochOfPricesThatStillMoveIsNeverBetterThanOneOfFinalPrices() {
        RunProgress ledger = ledger();
        assertThat(ledger.epochEnded(merit(false, -1))).isTrue();
        assertThat(ledger.epochEnded(merit(true, -5))).as("another balance").isTrue();
        assertThat(ledger.epochEnded(merit(false, -1))).isFalse();
        assertThat(ledger.epochEnded(Optional.empty())).isFalse();
        assertThat(ledger.epochEnded(merit(true, -4))).isTrue();
    }

    @Test
    void anEpochGoesOnBehindItsLastBatchWhateverTheirSize() {
        RunProgress first = ledger(16);
        for (int i = 0; i < 7; i++) {
            step(first, 2);
        }
        RunProgress larger = ledger(48);
        larger.restore(first.save());
        assertThat(larger.place()).as("the first behind 7 of 16").isEqualTo(3);
        step(larger, 2);

        RunProgress same = ledger(48);
        same.restore(larger.save());
        assertThat(same.place()).isEqualTo(4);
        RunProgress smaller = ledger(8);
        smaller.restore(larger.save());
        assertThat(smaller.place()).as("behind 4 of 48").isEqualTo(24);
    }
}
