package dev.equipoise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EngineThreadTest {

    @Test
    void allWorkIsDoneOnOneThread() {
        Thread first = EngineThread.call(Thread::currentThread);

        assertThat(first).isNotSameAs(Thread.currentThread());
        assertThat(EngineThread.call(Thread::currentThread)).isSameAs(first);
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void workThatAsksForTheThreadThatItIsOnGoesOn() {
        assertThat(EngineThread.call(() -> EngineThread.call(Thread::currentThread) == Thread.currentThread()))
                .isTrue();
    }

    @Test
    void whatTheWorkThrowsIsThrown() {
        assertThatThrownBy(() -> EngineThread.call(() -> EngineThread.call(() -> {
                    throw new IllegalArgumentException("deep inside");
                })))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("deep inside");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void workIsAskedToEndAndNeverInterruptedWhereItsCallerIs() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean asked = new AtomicBoolean();
        AtomicBoolean interrupted = new AtomicBoolean();
        List<String> told = new ArrayList<>();
        Thread caller = new Thread(() -> EngineThread.call(
                () -> {
                    begun.countDown();
                    while (!asked.get()) {
                        Thread.onSpinWait();
                    }
                    interrupted.set(Thread.currentThread().isInterrupted());
                    return "done";
                },
                () -> {
                    asked.set(true);
                    return "it was asked to end";
                }));
        caller.setUncaughtExceptionHandler(
                (thread, thrown) -> told.add(thread.isInterrupted() + " " + thrown.getMessage()));
        caller.start();
        begun.await();
        caller.interrupt();
        caller.join();
        EngineThread.call(() -> "it has ended");

        assertThat(told).containsExactly("true interrupted while waiting for the engine's thread: it was asked to end");
        assertThat(interrupted).isFalse();
    }

    @Test
    void workThatHasNotBegunIsNotBegunOnceItsCallerIsInterrupted() {
        AtomicBoolean begun = new AtomicBoolean();
        EngineThread.call(() -> {
            Thread caller = new Thread(() -> {
                Thread.currentThread().interrupt();
                EngineThread.call(() -> {
                    begun.set(true);
                    return "done";
                });
            });
            caller.setUncaughtExceptionHandler((thread, interrupted) -> {});
            caller.start();
            caller.join();
            return "until here, the thread was busy";
        });
        EngineThread.call(() -> "the next in the queue");

        assertThat(begun).isFalse();
    }
}
