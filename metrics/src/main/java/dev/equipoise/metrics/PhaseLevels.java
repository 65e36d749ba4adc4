package dev.equipoise.metrics;

/** What is measured in training and in validation alike. */
record PhaseLevels(Level loss, Level squaredError, Level mse, Level reconstruction, Level kl) {

    static PhaseLevels of(RunMeters meters, String phase) {
        return new PhaseLevels(
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
