package dev.equipoise.benchmarks;

import java.io.IOException;

/** Somebody who can do the work, in a process of its own. */
interface Contender {

    String name();

    /** Does the work once and tells what it measured. */
    StepCost measure(Workload workload) throws IOException, InterruptedException;
}
