package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.internal.command.FailureMessage;
import java.io.FileNotFoundException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureMessageTest {

    private static String told(Throwable failure) {
        FakeTerminal terminal = new FakeTerminal();
        FailureMessage.tell(failure, terminal.plain(), false);
        return terminal.err();
    }

    @Test
    void theInnermostCauseIsNamedUnlessTheMessageHasIt() {
        Exception inner = new FileNotFoundException("/data/digits is a folder");

        assertThat(told(new IllegalStateException("the data cannot be read", new RuntimeException("x", inner))))
                .startsWith("the data cannot be read: java.io.FileNotFoundException: /data/digits is a folder\n");
        assertThat(told(new IllegalStateException("no data: /data/digits is a folder", inner)))
                .startsWith("no data: /data/digits is a folder\n");
    }

    @Test
    void aClassThatIsMissingIsNamedAsPeopleWriteIt() {
        for (Throwable missing : List.of(
                new NoClassDefFoundError("com/example/Mine$Factory"),
                new ExceptionInInitializerError(new ClassNotFoundException("com.example.Mine$Factory")))) {
            assertThat(told(missing))
                    .contains(
                            "the class com.example.Mine$Factory is not on the class path; add the jar that contains it");
        }
    }

    @Test
    void aFailureWithoutWordsHasItsName() {
        assertThat(told(new IllegalStateException())).startsWith("IllegalStateException\n(--stacktrace shows where)");
    }
}
