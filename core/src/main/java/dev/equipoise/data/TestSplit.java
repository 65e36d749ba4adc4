package dev.equipoise.data;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.part.Role;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a share of the training examples apart as a test split, whatever the data source. No stopping rule, no best
 * checkpoint and no step of preprocessing sees it; it is evaluated once, at the end.
 */
@Documented
@Part(TestSplit.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface TestSplit {

    /** Share of the training examples that test; at least one example is in each part. */
    @Range(min = 0, max = 1, minExcluded = true, unit = "of the training examples")
    double share() default 0.1;

    /** Whether every label has about the same share. */
    boolean stratified() default false;

    /** Decides which examples test. The experiment's seed does not change them, so that runs can be compared. */
    long seed() default 0;

    /** What takes the examples apart. */
    @Role(value = "test split", optional = true)
    record Apart(Dataset.Holdout holdout) {

        /** The source without its test examples. */
        public DataSource from(DataSource source) {
            return new Divided(source, holdout);
        }
    }

    /**
     * A source whose training examples are divided.
     *
     * @param source of all
     */
    record Divided(DataSource source, Dataset.Holdout holdout) implements DataSource {

        @Override
        public DataFacts facts() {
            DataFacts all = source.facts();
            int examples = all.trainingExamples();
            return all.withExamples(
                    examples - holdout.validating(examples, "the training split of " + source),
                    all.validationExamples());
        }

        @Override
        public Dataset load() {
            Dataset all = source.load();
            if (all.test().isPresent()) {
                throw new DataFormatException("the data must have no test split of their own to be divided, got "
                        + source + "; remove testSplit");
            }
            Dataset divided =
                    holdout.divide(all.training().rows(), all.training().labels(), "the training split of " + source);
            return new Dataset(divided.training(), all.validation(), Optional.of(divided.validation()));
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
        public List<Path> files() {
            return source.files();
        }

        @Override
        public Map<String, String> description() {
            return source.description();
        }

        @Override
        public List<String> warnings() {
            return source.warnings();
        }
    }

    /** Makes the part. */
    final class Factory implements PartFactory<TestSplit, Apart> {

        public Factory() {}

        @Override
        public Apart create(TestSplit annotation, Facts facts) {
            return new Apart(new Dataset.Holdout(annotation.share(), annotation.stratified(), annotation.seed()));
        }
    }
}
