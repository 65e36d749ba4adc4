package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import dev.equipoise.part.PartException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The values of one measure on one batch. Each reduction to a coarser grain is computed once. The arrays live as long
 * as the step.
 */
public final class Measured {

    private final Measure measure;
    private final Constants constants;
    private final Map<Grain, NDArray> reduced = new EnumMap<>(Grain.class);

    public Measured(Measure measure, NDArray values, Constants constants) {
        this.measure = measure;
        this.constants = constants;
        reduced.put(measure.grain(), values);
    }

    /**
     * What a term measures on a batch, in the order of its measures.
     *
     * @param name of the term, for messages
     * @throws PartException if it fails, or returns arrays that do not match its measures
     */
    public static List<Measured> all(String name, LossTerm term, Batch batch, VaeOutput output) {
        List<Measure> measures = term.measures();
        List<NDArray> values = PartException.ask(name, "its values", () -> term.measure(batch, output));
        if (values.size() != measures.size()) {
            throw new PartException(name + " must give one array for each of its " + measures.size() + " measures "
                    + measures.stream().map(Measure::name).toList() + ", got " + values.size());
        }
        List<Measured> all = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Measure measure = measures.get(i);
            measure.grain()
                    .check(
                            name + ", measure '" + measure.name() + "',",
                            values.get(i),
                            output.mean().getShape());
            all.add(new Measured(measure, values.get(i), batch.constants()));
        }
        return all;
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
