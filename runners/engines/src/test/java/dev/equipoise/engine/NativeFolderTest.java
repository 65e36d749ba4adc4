package dev.equipoise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.equipoise.run.EngineName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class NativeFolderTest {

    @TempDir
    Path temporary;

    private Path home;

    @BeforeEach
    void home() throws IOException {
        home = Files.createDirectory(temporary.resolve("home"));
    }

    private static Path allow(Path folder, String rights) throws IOException {
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(rights));
    }

    @Test
    void itLiesInTheHomeOfTheUser() {
        assertThat(NativeFolder.choose(Map.of(), home.toString()))
                .isEqualTo(new NativeFolder(home.resolve(".djl.ai"), false));
    }

    @Test
    void aFolderThatOthersCanWriteToIsNotUsed() throws IOException {
        allow(Files.createDirectory(home.resolve(".djl.ai")), "rwxrwxrwx");

        NativeFolder folder = NativeFolder.choose(Map.of(), home.toString());

        assertThat(folder.temporary()).isTrue();
        assertThat(Files.getPosixFilePermissions(folder.path()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(folder.path().toString()).doesNotContain(".djl.ai");
    }

    /** A user without an entry in passwd has a home called "?". */
    @Test
    void aHomeThatIsNoPathOfItsOwnIsNotUsed() {
        assertThat(NativeFolder.choose(Map.of(), "?").temporary()).isTrue();
        assertThat(Path.of("?")).doesNotExist();
    }

    @Test
    void aFolderThatTheUserNamesWinsAndMustBeSafe() throws IOException {
        Path named = Files.createDirectory(temporary.resolve("named"));
        assertThat(NativeFolder.choose(Map.of("DJL_CACHE_DIR", named.toString()), home.toString()))
                .isEqualTo(new NativeFolder(named, false));

        allow(named, "rwxrwx---");
        assertThatThrownBy(() -> NativeFolder.choose(Map.of("DJL_CACHE_DIR", named.toString()), home.toString()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("DJL_CACHE_DIR = " + named, "other users can write to", "of your own");
    }

    /** As a file system in memory, or /tmp: another user may have been there first. */
    @Test
    void aSharedFolderServesIfItsFoldersOfLibrariesAreTheUsersOwn() throws IOException {
        Path shared = Files.createDirectory(temporary.resolve("shared"));
        Files.setAttribute(shared, "unix:mode", 01777);
        assertThat(NativeFolder.choose(Map.of("DJL_CACHE_DIR", shared.toString()), home.toString()))
                .isEqualTo(new NativeFolder(shared, false));
        assertThat(Files.getPosixFilePermissions(shared.resolve("mxnet")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));

        allow(shared.resolve("mxnet"), "rwxrwxrwx");
        assertThatThrownBy(() -> NativeFolder.choose(Map.of("DJL_CACHE_DIR", shared.toString()), home.toString()))
                .hasMessageContaining("other users can write to " + shared.resolve("mxnet"));
    }

    @Test
    void aFolderBelowOneThatOthersCanWriteToIsInDanger() throws IOException {
        allow(home, "rwxrwxrwx");
        assertThat(NativeFolder.danger(home.resolve("a/b")))
                .hasValueSatisfying(danger -> assertThat(danger).contains("other users can write to"));
        allow(home, "rwxr-xr-x");
        assertThat(NativeFolder.danger(home.resolve("a/b"))).isEmpty();
    }

    @Test
    void aFolderOfAnotherUserIsInDanger() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give a folder away");
        Files.setAttribute(home, "unix:uid", 12345);
        assertThat(NativeFolder.danger(home))
                .hasValueSatisfying(danger -> assertThat(danger).contains("belongs to"));
    }

    @Test
    void aFolderOfJnaThatOthersCanWriteToIsRefused() throws IOException {
        NativeFolder.requireSafeForJna(home);

        allow(home, "rwxrwxrwx");
        assertThatThrownBy(() -> NativeFolder.requireSafeForJna(home))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("jna.tmpdir = " + home, "other users can write to", "of your own");
    }

    @Test
    void theVariableThatDjlReadsFirstIsNamed() {
        assertThat(NativeFolder.setting(Map.of("DJL_CACHE_DIR", "/a"))).isEqualTo("DJL_CACHE_DIR");
        assertThat(NativeFolder.setting(Map.of("DJL_CACHE_DIR", "/a", "ENGINE_CACHE_DIR", "/b")))
                .isEqualTo("ENGINE_CACHE_DIR");
    }

    @Test
    void codeRunsFromAnOrdinaryFolder() {
        assertThat(new CodeFolder(home, "DJL_CACHE_DIR").executes()).isTrue();
    }

    @Test
    void whatCannotBeUnpackedOrLoadedIsNamedWithTheFolderAndWhatToDo() {
        List<CodeFolder> folders = List.of(
                new CodeFolder(home, "DJL_CACHE_DIR"), new CodeFolder(temporary.resolve("jna"), "-Djna.tmpdir"));
        assertThat(LoadFailure.words(
                        EngineName.MXNET,
                        folders,
                        new ExceptionInInitializerError(new IOException("No space left on device"))))
                .isEqualTo("the native library of MXNet cannot be unpacked into " + home
                        + ": No space left on device; free space there, or set DJL_CACHE_DIR to another folder");
        String jna = "Failed to create temporary file for /com/sun/jna/a.so library: No space left on device";
        assertThat(LoadFailure.words(EngineName.MXNET, folders, new UnsatisfiedLinkError(jna)))
                .isEqualTo("the native library of MXNet cannot be unpacked into " + temporary.resolve("jna") + ": "
                        + jna + "; free space there, or set -Djna.tmpdir to another folder");
        assertThat(LoadFailure.words(
                        EngineName.PYTORCH,
                        folders,
                        new IllegalStateException(
                                new UnsatisfiedLinkError("x.so already loaded in another classloader"))))
                .contains("another class loader of this process has loaded it");
    }
}
