package dev.equipoise.run;

import java.util.Arrays;
import java.util.Optional;

/** The engines that experiments run on. */
public enum EngineName {
    MXNET("MXNet"),
    PYTORCH("PyTorch");

    private final String djlName;

    EngineName(String djlName) {
        this.djlName = djlName;
    }

    /** The name by which DJL, the command line and reports know it. */
    public String djlName() {
        return djlName;
    }

    /** The engine of this name, whatever its case. */
    public static Optional<EngineName> of(String name) {
        return Arrays.stream(values())
                .filter(engine -> engine.djlName.equalsIgnoreCase(name))
                .findFirst();
    }
}
