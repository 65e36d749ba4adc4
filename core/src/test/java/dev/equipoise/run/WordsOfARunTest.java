package dev.equipoise.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Words and codes that files, meters and scripts rely on. */
class WordsOfARunTest {

    /** Turkish has a lower case of its own for the letter I. */
    @Test
    @ResourceLock(Resources.LOCALE)
    void wordsAreTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(Arrays.stream(RunStatus.values()).map(RunStatus::word))
                    .containsExactly("completed", "stopped", "terminated", "diverged", "failed");
            assertThat(Arrays.stream(Phase.values()).map(Phase::word)).containsExactly("train", "validation");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void statusesHaveTheirCodes() {
        assertThat(Arrays.stream(RunStatus.values()).map(RunStatus::exitCode)).containsExactly(0, 0, 143, 70, 1);
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::code))
                .containsExactly(0, 1, 2, 64, 65, 70, 71, 73, 74, 143);
    }
}
