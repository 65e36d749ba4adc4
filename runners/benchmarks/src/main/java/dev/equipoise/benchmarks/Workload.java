package dev.equipoise.benchmarks;

import dev.equipoise.experiment.Experiment;

/** The work that is compared, each an experiment of this package. */
enum Workload {
    W1(SmallDense.class, 500),
    W2(SmallConvolutional.class, 60),
    W3(LargeConvolutional.class, 12);

    private final Class<?> experiment;
    private final int steps;

    Workload(Class<?> experiment, int steps) {
        this.experiment = experiment;
        this.steps = steps;
    }

    String experimentName() {
        return annotation().name();
    }

    int batchSize() {
        return annotation().batchSize();
    }

    /** How many steps a contender takes, some of them to warm up. */
    int steps() {
        return steps;
    }

    private Experiment annotation() {
        return experiment.getAnnotation(Experiment.class);
    }
}
