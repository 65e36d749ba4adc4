package dev.equipoise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
