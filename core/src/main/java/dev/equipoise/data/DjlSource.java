package dev.equipoise.data;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.BatchSampler;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.SequenceSampler;
import ai.djl.translate.TranslateException;
import dev.equipoise.part.DataFacts;
import java.io.IOException;
import java.util.function.Supplier;

/** Two datasets of DJL, which are made when their values are asked for. */
record DjlSource(
        DataFacts facts,
        Supplier<? extends ai.djl.training.dataset.Dataset> training,
        Supplier<? extends ai.djl.training.dataset.Dataset> validation)
        implements DataSource {

    /** Examples that are on the engine at once. */
    private static final int BATCH = 256;

    @Override
    public boolean usesEngine() {
        return true;
    }

    @Override
    public Dataset load() {
        return new Dataset(
                new Reading(facts.trainingExamples()).of(training.get()),
                new Reading(facts.validationExamples()).of(validation.get()));
    }

    @Override
    public String toString() {
        return "a dataset of DJL";
    }

    private static DataFormatException fails(String expected, String found) {
        return new DataFormatException("a dataset of DJL must give " + expected + ", got " + found);
    }

    /** The examples of a dataset that have been read. */
    private final class Reading {

        private final float[] values;
        private final int[] labels;
        private boolean labelled = true;
        private int read;

        Reading(int examples) {
            values = new float[Math.multiplyExact(examples, facts.elements())];
            labels = new int[examples];
        }

        Split of(ai.djl.training.dataset.Dataset dataset) {
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                dataset.prepare();
                Iterable<Batch> batches = dataset instanceof RandomAccessDataset byIndex
                        ? byIndex.getData(manager, new BatchSampler(new SequenceSampler(), BATCH, false))
                        : dataset.getData(manager);
                for (Batch batch : batches) {
                    try (batch) {
                        add(batch);
                    }
                }
            } catch (IOException | TranslateException e) {
                throw new DataFormatException("a dataset of DJL cannot be read: " + e.getMessage(), e);
            }
            if (read != labels.length) {
                throw fails(labels.length + " examples, as its facts say", String.valueOf(read));
            }
            return new Split(values, facts.elements(), labelled ? labels : new int[0]);
        }

        private void add(Batch batch) {
            NDList data = batch.getData();
            if (data.size() != 1) {
                throw fails("one array for each example", data.size() + " arrays");
            }
            float[] rows = floats(data.head());
            int examples = Math.toIntExact(data.head().getShape().get(0));
            if (rows.length != Math.multiplyExact(examples, facts.elements())) {
                throw fails(
                        "examples of " + facts.elements() + " elements, as its facts say",
                        "a batch of the shape " + data.head().getShape());
            }
            if (read + examples > labels.length) {
                throw fails(labels.length + " examples, as its facts say", "more");
            }
            System.arraycopy(rows, 0, values, read * facts.elements(), rows.length);
            addLabels(batch.getLabels(), examples);
            read += examples;
        }

        private void addLabels(NDList given, int examples) {
            float[] whole = given.size() == 1 && given.head().size() == examples ? floats(given.head()) : new float[0];
            labelled &= whole.length == examples;
            for (int i = 0; i < whole.length; i++) {
                labels[read + i] = (int) whole[i];
                labelled &= labels[read + i] == whole[i];
            }
        }

        private float[] floats(NDArray array) {
            return array.toType(DataType.FLOAT32, false).toFloatArray();
        }
    }
}
