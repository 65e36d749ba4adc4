package dev.equipoise.plan;

import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A source whose facts are known from an earlier run. It is made only when its values are asked for, so that a trained
 * model can be used without the data.
 *
 * @param facts as the source gave them then
 * @param source makes it
 */
record DeferredSource(DataFacts facts, Supplier<DataSource> source) implements DataSource {

    @Override
    public Dataset load() {
        return source.get().load();
    }

    @Override
    public boolean usesEngine() {
        return source.get().usesEngine();
    }

    @Override
    public Optional<Split> read(Path path) {
        return source.get().read(path);
    }
}
