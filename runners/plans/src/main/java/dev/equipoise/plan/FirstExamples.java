package dev.equipoise.plan;

import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first examples of each split of a source. */
record FirstExamples(DataSource source, int training, int validation) implements DataSource {

    /** Three batches to train on and one to validate with. */
    static FirstExamples fast(DataSource source, int batchSize) {
        return new FirstExamples(source, (int) Math.min(3L * batchSize, Integer.MAX_VALUE), batchSize);
    }

    @Override
    public DataFacts facts() {
        DataFacts all = source.facts();
        return all.withExamples(
                Math.min(training, all.trainingExamples()), Math.min(validation, all.validationExamples()));
    }

    @Override
    public List<Path> files() {
        return source.files();
    }

    @Override
    public boolean usesEngine() {
        return source.usesEngine();
    }

    @Override
    public Optional<Split> read(Path path) {
        return source.read(path);
    }

    @Override
    public Map<String, String> description() {
        return source.description();
    }

    @Override
    public List<String> warnings() {
        return source.warnings();
    }

    @Override
    public Dataset load() {
        Dataset all = source.load();
        return new Dataset(
                all.training().first(training),
                all.validation().first(validation),
                all.test().map(test -> test.first(validation)));
    }
}
