package dev.equipoise.local.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.run.RunListener;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ListenersTest {

    private record Telling(String name, List<String> heard, Runnable work) implements RunListener {

        @Override
        public void checkpointing() {
            heard.add(name);
            work.run();
        }

        @Override
        public void closed() {
            heard.add(name + " closed");
        }
    }

    static Stream<Runnable> failures() {
        return Stream.of(
                () -> {
                    throw new IllegalStateException("on purpose");
                },
                () -> {
                    throw new AssertionError("on purpose");
                },
                () -> {
                    throw new NoClassDefFoundError("on purpose");
                },
                () -> {
                    throw new InternalError("no fonts");
                },
                () -> {
                    throw new OutOfMemoryError("Java heap space");
                });
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aListenerThatFailsHearsNoMoreButThatItIsClosedAndTheOthersHearAll(Runnable failure) {
        List<String> heard = new ArrayList<>();
        Listeners listeners =
                new Listeners(List.of(new Telling("failing", heard, failure), new Telling("steady", heard, () -> {})));
        listeners.checkpointing();
        listeners.checkpointing();
        listeners.closed();

        assertThat(heard).containsExactly("failing", "steady", "steady", "failing closed", "steady closed");
    }
}
