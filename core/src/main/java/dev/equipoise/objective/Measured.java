package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import java.util.EnumMap;
import java.util.Map;

/** The values of one measure on one batch, reduced to coarser grains once each. Lives as long as the step. */
public final class Measured {

    private final Measure measure;
    private final Constants constants;
    private final Map<Grain, NDArray> reduced = new EnumMap<>(Grain.class);

    public Measured(Measure measure, NDArray values, Constants constants) {
        this.measure = measure;
        this.constants = constants;
        reduced.put(measure.grain(), values);
    }

    public Measure measure() {
        return measure;
    }

    /** The values at {@code grain}: summed over latents, averaged over examples. */
    public NDArray at(Grain grain) {
        NDArray known = reduced.get(grain);
        if (known == null) {
            known = reduce(grain);
            reduced.put(grain, known);
        }
        return known;
    }

    private NDArray reduce(Grain grain) {
        if (!measure.grain().reaches(grain)) {
            throw new IllegalArgumentException(
                    "measure '" + measure.name() + "' of grain " + measure.grain() + " has no grain " + grain);
        }
        return switch (grain) {
            case EXAMPLE -> constants.sumOverColumns(at(Grain.LATENT_OF_EXAMPLE));
            case LATENT -> constants.meanOverRows(at(Grain.LATENT_OF_EXAMPLE));
            case BATCH ->
                measure.grain() == Grain.EXAMPLE
                        ? constants.meanOverRows(at(Grain.EXAMPLE))
                        : constants.sumOverColumns(at(Grain.LATENT));
            case LATENT_OF_EXAMPLE -> throw new IllegalStateException("the finest grain is never a reduction");
        };
    }
}
