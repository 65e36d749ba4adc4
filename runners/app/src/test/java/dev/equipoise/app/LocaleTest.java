package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.ChildJvm.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files with an umlaut in their names, where the locale has none and no launcher sets another. */
@EnabledOnOs(OS.LINUX)
class LocaleTest {

    @TempDir
    Path folder;

    /** The shell makes the name, since this process may not be able to. */
    private void isRefused(String script, String... arguments) throws IOException, InterruptedException {
        Ended ended = new ChildJvm(ChildJvm.ownClassPath(), folder, Map.of("LC_ALL", "C"))
                .startBy(
                        List.of("sh", "-c", "d=$(printf 'l\\303\\244ufe') && mkdir \"$d\" && " + script, "sh"),
                        Main.class.getName(),
                        arguments)
                .end();

        assertThat(ended.err())
                .contains(
                        "the character set of the locale (",
                        ") cannot represent the file name ",
                        "; set LC_ALL=C.UTF-8")
                .doesNotContain("Malformed", "stacktrace");
        assertThat(ended.code()).isEqualTo(2);
    }

    @Test
    void aFolderOfRunsNamesTheLocale() throws IOException, InterruptedException {
        isRefused("exec \"$@\" --runs \"$d\"", "run", "main-test", "--dry-run");
    }

    @Test
    void aRunToGoOnWithNamesTheLocale() throws IOException, InterruptedException {
        isRefused("exec \"$@\" \"$d\"", "resume");
    }

    @Test
    void anEntryOfTheClassPathNamesTheLocale() throws IOException, InterruptedException {
        isRefused("exec \"$@\" --classpath \"$d\"", "list");
    }

    @Test
    void aWorkingDirectoryNamesTheLocale() throws IOException, InterruptedException {
        isRefused("cd \"$d\" && exec \"$@\"", "run", "main-test", "--device", "cpu", "--metrics-port", "0");
    }
}
