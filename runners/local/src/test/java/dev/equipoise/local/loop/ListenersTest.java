package dev.equipoise.local.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.run.RunListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenersTest {

    @Test
    void aListenerThatFailsHearsNoMoreAndTheOthersHearAll() {
        List<String> heard = new ArrayList<>();
        RunListener failing = new RunListener() {
            @Override
            public void closed() {
                heard.add("failing");
                throw new IllegalStateException("on purpose");
            }
        };
        RunListener steady = new RunListener() {
            @Override
            public void closed() {
                heard.add("steady");
            }
        };
        Listeners listeners = new Listeners(List.of(failing, steady));
        listeners.closed();
        listeners.closed();

        assertThat(heard).containsExactly("failing", "steady", "steady");
    }
}
