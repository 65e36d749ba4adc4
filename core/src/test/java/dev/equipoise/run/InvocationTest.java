package dev.equipoise.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InvocationTest {

    @Test
    void plainWordsStandAsTheyAre() {
        assertThat(Invocation.PLAIN.with("resume", "runs/digits-cyclical/20261122-212614-lyj2"))
                .isEqualTo("equipoise resume runs/digits-cyclical/20261122-212614-lyj2");
    }

    @Test
    void aShellReadsEveryOtherWordAsOne() {
        Invocation invocation = new Invocation(List.of("./the tree/equipoise", "--classpath", "a.jar:b's $HOME"));

        assertThat(invocation.with("resume", "", "ein Ordner/größer"))
                .isEqualTo("'./the tree/equipoise' --classpath 'a.jar:b'\\''s $HOME' resume '' 'ein Ordner/größer'");
    }
}
