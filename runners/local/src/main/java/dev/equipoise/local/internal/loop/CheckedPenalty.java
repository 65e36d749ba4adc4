package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.Price;
import dev.equipoise.part.PartException;
import java.util.function.Supplier;

/** A shape of a price whose values are looked at: they must have the shape of what they price. */
record CheckedPenalty(String name, Penalty penalty) implements Penalty {

    @Override
    public NDArray apply(NDArray measure, Price price, Batch batch) {
        return checked(measure, "priced values", () -> penalty.apply(measure, price, batch));
    }

    @Override
    public NDArray contribution(NDArray measure, Price price, Batch batch) {
        return checked(measure, "contributions", () -> penalty.contribution(measure, price, batch));
    }

    private NDArray checked(NDArray measure, String what, Supplier<NDArray> values) {
        NDArray priced = PartException.ask(name, what, values);
        if (!priced.getShape().equals(measure.getShape())) {
            throw new PartException(name + " must give as many " + what + " as it gets, of shape " + measure.getShape()
                    + ", got shape " + priced.getShape());
        }
        return priced;
    }

    @Override
    public Grain grain() {
        return penalty.grain();
    }

    @Override
    public boolean prices(Measure measure) {
        return penalty.prices(measure);
    }

    @Override
    public boolean separable(Price price) {
        return penalty.separable(price);
    }

    @Override
    public double freeNats(int latents) {
        return penalty.freeNats(latents);
    }

    @Override
    public boolean linear() {
        return penalty.linear();
    }
}
