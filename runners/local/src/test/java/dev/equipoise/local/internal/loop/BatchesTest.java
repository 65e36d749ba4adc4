package dev.equipoise.local.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.equipoise.data.DataFormatException;
import dev.equipoise.data.Rows;
import dev.equipoise.data.Split;
import dev.equipoise.engine.Engines;
import dev.equipoise.run.EngineName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Batches of a split on the device and of one that is read ahead are the same, wherever a run begins. */
class BatchesTest {

    private static final int EXAMPLES = 23;
    private static NDManager manager;

    @BeforeAll
    static void start() {
        Engines.start(EngineName.MXNET);
        manager = NDManager.newBaseManager(Device.cpu(), EngineName.MXNET.djlName());
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    private static Split split() {
        float[] values = new float[EXAMPLES * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return new Split(values, 3, new int[0]);
    }

    private static Batches batches(Split split, long onDevice) {
        return Batches.of(manager, split.rows(), new Order(split.examples(), 5, 11), onDevice);
    }

    private static float[] values(Step.Examples batch, int from, int to) {
        NDArray rows = batch.rows(from, to, manager);
        assertThat(rows.getShape().getShape()).containsExactly(to - from, 3);
        return rows.toFloatArray();
    }

    @Test
    void whatIsReadAheadIsWhatTheDeviceHas() {
        Batches onDevice = batches(split(), Long.MAX_VALUE);
        Batches readAhead = batches(split(), 0);
        assertThat(onDevice).isInstanceOf(Batches.OnDevice.class);
        assertThat(readAhead).isInstanceOf(ReadAhead.class);
        assertThat(readAhead.perEpoch()).isEqualTo(5);

        for (int epoch = 0; epoch < 3; epoch++) {
            for (int place = 0; place < 5; place++) {
                Step.Examples one = onDevice.batch(epoch, place);
                Step.Examples other = readAhead.batch(epoch, place);
                assertThat(other.count()).isEqualTo(one.count()).isEqualTo(place == 4 ? 3 : 5);
                assertThat(values(other, 0, other.count())).isEqualTo(values(one, 0, one.count()));
                assertThat(values(other, 1, 3)).isEqualTo(values(one, 1, 3));
                Step.Examples outOfTurn = readAhead.beside(epoch, 4 - place);
                assertThat(values(outOfTurn, 0, outOfTurn.count()))
                        .isEqualTo(values(onDevice.beside(epoch, 4 - place), 0, outOfTurn.count()));
            }
        }
    }

    @Test
    void aRunThatGoesBackReadsWhatItReadBefore() {
        Batches readAhead = batches(split(), 0);
        float[] before = values(readAhead.batch(1, 2), 0, 5);
        readAhead.batch(1, 3);

        assertThat(values(readAhead.batch(1, 2), 0, 5)).isEqualTo(before);
        assertThat(values(batches(split(), 0).batch(1, 2), 0, 5)).isEqualTo(before);
    }

    @Test
    void aRowThatCannotBeReadEndsTheStepThatNeedsIt() {
        Batches readAhead = batches(
                new Split(
                        new Rows() {
                            @Override
                            public int count() {
                                return EXAMPLES;
                            }

                            @Override
                            public int elements() {
                                return 3;
                            }

                            @Override
                            public void read(int index, float[] into, int at) {
                                if (index == 7) {
                                    throw new DataFormatException("row 7 is gone");
                                }
                            }
                        },
                        new int[0]),
                0);

        assertThatThrownBy(() -> {
                    for (int place = 0; place < 5; place++) {
                        Step.Examples batch = readAhead.batch(0, place);
                        batch.rows(0, batch.count(), manager);
                    }
                })
                .isInstanceOf(DataFormatException.class)
                .hasMessage("row 7 is gone");
    }
}
