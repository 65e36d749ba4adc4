package dev.equipoise.app.internal.doctor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.equipoise.engine.Engines;
import dev.equipoise.engine.UnusableLibraryException;
import dev.equipoise.run.EngineName;
import dev.equipoise.text.Numbers;
import jakarta.inject.Inject;

/** Loads the native library of an engine into this process. */
public final class RealEngineCheck implements EngineCheck {

    @Inject
    public RealEngineCheck() {}

    @Override
    public Outcome of(EngineName name) {
        long begun = System.nanoTime();
        try {
            Engine engine = Engines.start(name);
            try (NDManager manager = engine.newBaseManager(Device.cpu())) {
                float sum = manager.create(new float[] {1, 2}).sum().getFloat();
                double seconds = (System.nanoTime() - begun) / 1e9;
                return sum == 3
                        ? new Outcome(true, engine.getVersion() + ", loaded in " + Numbers.significant(seconds) + " s")
                        : new Outcome(false, "loads, but computes 1 + 2 = " + sum);
            }
        } catch (UnusableLibraryException e) {
            return new Outcome(false, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return new Outcome(false, String.valueOf(root).lines().findFirst().orElse("unknown"));
        }
    }
}
