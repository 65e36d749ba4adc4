package dev.equipoise.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.equipoise.part.Facts;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.StepFinished;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Measures whole steps, from the end of one to the end of the next within an epoch: data, balance, readings and all
 * listeners included. The first fifth of a run warms up; the next two are timed, with the bytes that the run's thread
 * allocates; in the last two the thread's stack is sampled, which costs a little time.
 */
final class StepMeter implements RunListener {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final StackSampler sampler = new StackSampler();
    private final double[] seconds;
    private final long warm;
    private final long sampled;
    private final long perEpoch;
    private Path directory = Path.of("");
    private int timed;
    private long bytes;
    private long lastTime;
    private long lastBytes;

    @Inject
    StepMeter(Facts facts) {
        long total = facts.totalSteps();
        warm = total / 5;
        sampled = total * 3 / 5;
        perEpoch = facts.stepsPerEpoch();
        seconds = new double[Math.toIntExact(sampled)];
    }

    @Override
    public void started(RunStarted event) {
        directory = event.directory();
    }

    @Override
    public void stepFinished(StepFinished event) {
        long step = event.step();
        boolean firstOfEpoch = step % perEpoch == 0;
        boolean lastOfEpoch = step % perEpoch == perEpoch - 1;
        long now = System.nanoTime();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        if (step >= warm && step < sampled && !firstOfEpoch) {
            seconds[timed++] = (now - lastTime) * 1e-9;
            bytes += allocated - lastBytes;
        }
        sampler.sample(step >= sampled && !lastOfEpoch ? Thread.currentThread() : null);
        lastBytes = THREADS.getCurrentThreadAllocatedBytes();
        lastTime = System.nanoTime();
    }

    @Override
    public void epochFinished(EpochFinished event) {
        lastTime = System.nanoTime();
    }

    @Override
    public void finished(RunFinished event) {
        sampler.close();
        double[] sorted = Arrays.copyOf(seconds, timed);
        Arrays.sort(sorted);
        new StepCost(sorted[timed / 2] * 1e3, sampler.share(), (double) bytes / timed).write(directory);
    }
}
