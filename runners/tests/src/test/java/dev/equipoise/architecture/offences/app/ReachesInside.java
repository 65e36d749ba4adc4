package dev.equipoise.architecture.offences.app;

import dev.equipoise.architecture.offences.local.internal.Inside;

public final class ReachesInside {

    private ReachesInside() {}

    public static int answer() {
        return new Inside(42).value();
    }
}
