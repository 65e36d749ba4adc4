package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The sum of all priced measures, each summed over latents and averaged over examples. */
public record PricedSum() implements Objective {

    @Override
    public NDArray loss(List<Priced> priced, Batch batch) {
        return priced.stream()
                .filter(term -> term.price().weight() != 0)
                .map(term -> price(term, batch))
                .reduce(NDArray::add)
                .orElseThrow(() -> new IllegalStateException("every price is 0: nothing to minimise"));
    }

    private static NDArray price(Priced term, Batch batch) {
        Grain grain = term.penalty().grain();
        NDArray values = term.penalty().apply(term.measured().at(grain), term.price(), batch);
        Measure priced = Measure.of(term.measured().measure().name(), grain, "loss");
        return new Measured(priced, values, batch.constants()).at(Grain.BATCH);
    }
}
