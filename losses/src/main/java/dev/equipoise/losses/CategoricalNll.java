package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.data.Split;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Negative log-likelihood of independent categories, each one-hot in a group of elements, whose logits are the decoder's
 * output, in nats. In a table, neighbouring columns are a group. In an image, neighbouring channels of a pixel are a group: an
 * image of as many channels as classes has one category in each pixel. Beta 1 gives the ELBO.
 */
@Documented
@Part(CategoricalNll.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface CategoricalNll {

    /** Elements of each group. It divides the columns of a table, or the channels of an image. */
    @Range(min = 2, max = 1_000_000, unit = "elements")
    int classes();

    /**
     * The logarithm of the sum of exponentials of a group's logits, less the logit of its category, summed over groups.
     *
     * @param classes of each group
     * @param apart distance of the elements of a group: 1 in a table, height·width in an image
     */
    record Term(int classes, int apart) implements Reconstruction {

        private static final Measure MEASURE = Measure.of("categoricalNll", Grain.EXAMPLE, "nats per example");
        private static final int CLASS_AXIS = 2;

        @Override
        public List<Measure> measures() {
            return List.of(MEASURE);
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            NDArray logits = output.decoded();
            NDArray logProbabilities = grouped(logits).logSoftmax(CLASS_AXIS).reshape(logits.getShape());
            return List.of(
                    batch.sumOverElements(batch.data().mul(logProbabilities)).neg());
        }

        @Override
        public boolean separable() {
            return true;
        }

        @Override
        public boolean leavesGapsOut() {
            return true;
        }

        /** The probabilities of the categories. */
        @Override
        public NDArray prediction(NDArray decoded, Constants constants) {
            return grouped(decoded).softmax(CLASS_AXIS).reshape(decoded.getShape());
        }

        /** Shape (B, groups before, classes, groups within). */
        private NDArray grouped(NDArray elements) {
            long columns = elements.getShape().get(1);
            return elements.reshape(elements.getShape().get(0), columns / classes / apart, classes, apart);
        }

        @Override
        public Optional<String> refused(Split split) {
            return Marginals.refused(split, x -> x == 0 || x == 1, "must be one-hot, each value 0 or 1")
                    .or(() -> notOneHot(split));
        }

        private Optional<String> notOneHot(Split split) {
            List<String> found = new ArrayList<>();
            split.forEach((n, row) -> {
                int[] ones = new int[row.length / classes];
                for (int i = 0; i < row.length; i++) {
                    // A missing category has no values.
                    ones[i / (classes * apart) * apart + i % apart] +=
                            Float.isNaN(row[i]) ? (i / apart % classes == 0 ? 1 : 0) : (int) row[i];
                }
                for (int group = 0; group < ones.length && found.isEmpty(); group++) {
                    if (ones[group] != 1) {
                        int element = group / apart * classes * apart + group % apart;
                        found.add("must be one-hot, one 1 in each group of " + classes + " elements, got " + ones[group]
                                + " in example " + n + ", in the group that begins at element " + element
                                + " (both counted from 0)");
                    }
                }
            });
            return found.stream().findFirst();
        }

        /** The entropies of the frequencies of each group. */
        @Override
        public double saving(Split data) {
            return Marginals.mean(data, data.means(), (x, frequency) -> -Marginals.timesLog(x, frequency));
        }

        /** The frequencies of the training split, with half an example added to each category. */
        @Override
        public Optional<double[]> ofBestConstant(Split training, Split split) {
            return Optional.of(Marginals.ofExamples(
                    split,
                    Marginals.smoothed(training, classes / 2.0),
                    (x, frequency) -> -Marginals.timesLog(x, frequency)));
        }
    }

    /** Checks that groups fill a datum. */
    final class Factory implements PartFactory<CategoricalNll, Reconstruction> {

        @Override
        public Reconstruction create(CategoricalNll annotation, Facts facts) {
            DataFacts data = facts.data();
            int divided = data.image() ? data.shape().get(0) : data.elements();
            if (divided % annotation.classes() != 0) {
                throw new InvalidPartException("classes must divide the " + divided
                        + (data.image() ? " channels of an image" : " columns of the table") + ", got "
                        + annotation.classes() + "; every category must be one-hot in as many elements");
            }
            return new Term(annotation.classes(), data.image() ? data.elements() / divided : 1);
        }
    }
}
