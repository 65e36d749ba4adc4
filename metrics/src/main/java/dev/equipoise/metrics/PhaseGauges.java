package dev.equipoise.metrics;

import dev.equipoise.run.Phase;

/** What is measured in training and in validation alike. */
record PhaseGauges(GaugeValue loss, GaugeValue squaredError, GaugeValue mse, GaugeValue reconstruction, GaugeValue kl) {

    static PhaseGauges of(RunMeters meters, Phase phase) {
        return new PhaseGauges(
                meters.level(Meter.LOSS, phase.word()),
                meters.level(Meter.SQUARED_ERROR, phase.word()),
                meters.level(Meter.MSE, phase.word()),
                meters.level(Meter.RECONSTRUCTION, phase.word()),
                meters.level(Meter.KL_NATS, phase.word()));
    }

    void set(double newSquaredError, double newMse, double newReconstruction, double newKl) {
        squaredError.set(newSquaredError);
        mse.set(newMse);
        reconstruction.set(newReconstruction);
        kl.set(newKl);
    }
}
