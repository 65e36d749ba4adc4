package dev.equipoise.metrics.grafana;

import dev.equipoise.metrics.Meter;
import dev.equipoise.metrics.internal.promql.Query;
import dev.equipoise.metrics.internal.promql.Window;
import java.util.List;

/** What a run costs: its speed, and the process and machine that it runs in. */
final class ProcessPanels {

    private ProcessPanels() {}

    static List<Panel> speed() {
        Query buckets = RunBoard.run(Query.buckets(Meter.STEP_SECONDS))
                .rate(Window.RATE)
                .sumBy("le");
        return List.of(
                Panel.lines(
                                "Throughput",
                                "examples per second",
                                "Training examples per second, including the time for evaluation and waiting.")
                        .from(0)
                        .show("examples", RunBoard.of(Meter.EXAMPLES).rate(Window.RATE))
                        .unit(Unit.PER_SECOND),
                Panel.lines("Time of a step", "seconds", "From the prices to the update.")
                        .unit(Unit.SECONDS)
                        .logarithmic()
                        .show("half of the steps", buckets.quantile(0.5))
                        .show("9 of 10", buckets.quantile(0.9))
                        .show("99 of 100", buckets.quantile(0.99)),
                Panel.lines("Epoch", "epochs", "The current epoch and the last one of the plan.")
                        .unit(Unit.WHOLE)
                        .from(0)
                        .show("epoch", RunBoard.of(Meter.EPOCH))
                        .show("planned", RunBoard.of(Meter.PLANNED_EPOCHS), RunBoard.ASKED)
                        .dashed("planned"));
    }

    static List<Panel> machine() {
        return List.of(
                Panel.lines(
                                "Memory",
                                "bytes",
                                "Memory of the process. Memory outside the Java heap is mostly the engine's arrays.")
                        .unit(Unit.BYTES)
                        .from(0)
                        .show("resident", RunBoard.of(Meter.RESIDENT_MEMORY))
                        .show("native", RunBoard.of(Meter.NATIVE_MEMORY))
                        .show(
                                "Java heap, used",
                                RunBoard.of(Meter.JVM_MEMORY_USED)
                                        .where("area", "heap")
                                        .sumBy("experiment", "run")),
                Panel.lines("Processors", "cores", "The number of cores that the process keeps busy.")
                        .from(0)
                        .show("cores", RunBoard.of(Meter.CPU_SECONDS).rate(Window.RATE)),
                Panel.lines(
                                "GPU memory",
                                "bytes",
                                "From the driver, for all processes on the GPU. Empty without a GPU.")
                        .unit(Unit.BYTES)
                        .from(0)
                        .without("no GPU")
                        .show("in use, GPU {{gpu}}", RunBoard.of(Meter.GPU_MEMORY_USED))
                        .show("of GPU {{gpu}}", RunBoard.of(Meter.GPU_MEMORY_TOTAL)),
                Panel.lines("GPU at work", "share of the time", "From the driver, for all processes on the GPU.")
                        .unit(Unit.SHARE)
                        .from(0)
                        .to(1)
                        .without("no GPU")
                        .show("GPU {{gpu}}", RunBoard.of(Meter.GPU_UTILIZATION)),
                Panel.lines(
                                "Failures",
                                "since the run began",
                                "Values that were not finite, returns to a checkpoint, and checkpoints that could not be"
                                        + " written: these should stay at 0. Micro-batches should stay at 1: they are 2"
                                        + " after a batch did not fit in memory.")
                        .unit(Unit.WHOLE)
                        .from(0)
                        .show("non-finite values", RunBoard.of(Meter.NONFINITE))
                        .show("rollbacks", RunBoard.of(Meter.ROLLBACKS))
                        .show("failed checkpoints", RunBoard.of(Meter.CHECKPOINT_FAILURES))
                        .show("micro-batches", RunBoard.of(Meter.MICRO_BATCHES)));
    }
}
