package dev.equipoise.local.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.disk.ForwardingDisk;
import dev.equipoise.disk.LocalDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NewRunDirectoryTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T16:05:01.9Z"), ZoneOffset.ofHours(1));

    @TempDir
    private Path folder;

    @Test
    void itIsNamedByExperimentTimeAndId() {
        Path directory = new NewRunDirectory(CLOCK, new LocalDisk()).create(folder.resolve("a/runs"), "digits-fixed");

        assertThat(directory).isEmptyDirectory().hasParent(folder.resolve("a/runs/digits-fixed"));
        assertThat(directory.getFileName().toString()).matches("20261122-170501-[0-9a-z]{4}");
    }

    /** Without it a loss of power may lose the directory with all that was forced in it. */
    @Test
    void itsNameAndThatOfItsExperimentAreForced() {
        List<Path> forced = new ArrayList<>();
        NewRunDirectory directories = new NewRunDirectory(CLOCK, new ForwardingDisk(new LocalDisk()) {
            @Override
            protected void before(String call, Path path) {
                if (call.equals("force")) {
                    forced.add(path);
                }
            }
        });
        directories.create(folder, "x");

        assertThat(forced).containsExactly(folder.resolve("x"), folder);
    }

    @Test
    void runsOfOneSecondGetDirectoriesOfTheirOwn() {
        NewRunDirectory directories = new NewRunDirectory(CLOCK, new LocalDisk());
        Set<Path> made = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            made.add(directories.create(folder, "digits-fixed"));
        }
        assertThat(made).hasSize(200);
    }

    @Test
    void anIdThatIsTakenIsDrawnAgain() {
        Iterator<String> ids = List.of("aaaa", "aaaa", "aaaa", "bbbb").iterator();
        NewRunDirectory directories = new NewRunDirectory(CLOCK, new LocalDisk(), ids::next);

        assertThat(directories.create(folder, "x")).hasFileName("20261122-170501-aaaa");
        assertThat(directories.create(folder, "x")).hasFileName("20261122-170501-bbbb");
    }

    @Test
    void whereNoIdIsFreeTheFailureSaysSo() {
        NewRunDirectory directories = new NewRunDirectory(CLOCK, new LocalDisk(), () -> "aaaa");
        directories.create(folder, "x");

        assertThatThrownBy(() -> directories.create(folder, "x"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no free name");
    }

    @ParameterizedTest
    @MethodSource
    void aNameThatCouldLeaveTheFolderOrIsNoneOnSomeSystemIsRefused(String name) {
        Path runs = folder.resolve("runs");

        assertThatThrownBy(() -> new NewRunDirectory(CLOCK, new LocalDisk()).create(runs, name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the experiment's name must ")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400).doesNotContain("\n", "\0"));
        assertThat(folder).isEmptyDirectory();
    }

    static List<String> aNameThatCouldLeaveTheFolderOrIsNoneOnSomeSystemIsRefused() {
        return List.of(
                "../../x",
                "..",
                ".",
                "",
                "/etc",
                "/etc/x",
                "C:\\x",
                "%2e%2e",
                "a\u202egpj",
                "a/b",
                "a\\b",
                "C:x",
                "nul\0l",
                "a\nb",
                "a".repeat(65),
                "a".repeat(300),
                "ends.",
                "CON",
                "con",
                "nul.txt",
                "com1",
                "Upper",
                "ümlaut",
                "a b",
                "-rf",
                ".hidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "7",
                "digits-fixed",
                "a.b_c-9",
                "console",
                "com",
                "sixty-four-are-the-most-sixty-four-are-the-most-sixty-four-are-t"
            })
    void anOrdinaryNameIsTaken(String name) {
        assertThat(new NewRunDirectory(CLOCK, new LocalDisk()).create(folder, name))
                .isDirectory();
    }

    @Test
    void theRunsFolderMayBeALink() throws IOException {
        Path real = Files.createDirectory(folder.resolve("disk"));
        Path link = Files.createSymbolicLink(folder.resolve("runs"), real);

        Path directory = new NewRunDirectory(CLOCK, new LocalDisk()).create(link, "digits-fixed");

        assertThat(directory).startsWith(link).isDirectory();
        assertThat(directory.toRealPath()).startsWith(real.toRealPath());
    }

    @Test
    void anExperimentsFolderThatLeadsElsewhereIsRefused() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path runs = Files.createDirectory(folder.resolve("runs"));
        Files.createSymbolicLink(runs.resolve("digits-fixed"), elsewhere);

        assertThatThrownBy(() -> new NewRunDirectory(CLOCK, new LocalDisk()).create(runs, "digits-fixed"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("must lie in");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void aFileInTheWayIsAnErrorThatNamesIt() throws IOException {
        Path file = Files.createFile(folder.resolve("runs"));

        assertThatThrownBy(() -> new NewRunDirectory(CLOCK, new LocalDisk()).create(file, "digits-fixed"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }
}
