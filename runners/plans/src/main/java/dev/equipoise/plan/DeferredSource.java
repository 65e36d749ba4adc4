package dev.equipoise.plan;

import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.part.DataFacts;
import java.util.function.Supplier;

/**
 * A source whose facts are known from an earlier run. It is made only when its values are asked for, so that a trained
 * model can be used without the data.
 *
 * @param facts as the source gave them then
 * @param source makes it
 */
record DeferredSource(DataFacts facts, Supplier<DataSource> source) implements DataSource {

    /** The examples of each split that the run had, which may be fewer than the source has. */
    @Override
    public Dataset load() {
        Dataset all = source.get().load();
        return new Dataset(
                all.training().first(facts.trainingExamples()),
                all.validation().first(facts.validationExamples()),
                all.test());
    }
}
