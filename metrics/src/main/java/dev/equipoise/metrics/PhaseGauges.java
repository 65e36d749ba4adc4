package dev.equipoise.metrics;

/** What is measured in training and in validation alike. */
record PhaseGauges(GaugeValue loss, GaugeValue squaredError, GaugeValue mse, GaugeValue reconstruction, GaugeValue kl) {

    static PhaseGauges of(RunMeters meters, String phase) {
        return new PhaseGauges(
                meters.level(Meter.LOSS, phase),
                meters.level(Meter.SQUARED_ERROR, phase),
                meters.level(Meter.MSE, phase),
                meters.level(Meter.RECONSTRUCTION, phase),
                meters.level(Meter.KL_NATS, phase));
    }

    void set(double newSquaredError, double newMse, double newReconstruction, double newKl) {
        squaredError.set(newSquaredError);
        mse.set(newMse);
        reconstruction.set(newReconstruction);
        kl.set(newKl);
    }
}
