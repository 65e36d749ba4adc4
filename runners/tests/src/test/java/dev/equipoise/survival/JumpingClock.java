package dev.equipoise.survival;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;

/** A clock that tells any time of a year ago or a year ahead, whenever it is asked. */
final class JumpingClock extends Clock {

    private static final int YEAR = 365;

    private final Random random = new Random(20_261_123);

    @Override
    public Instant instant() {
        return Instant.now().plus(Duration.ofDays(random.nextInt(-YEAR, YEAR)));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
