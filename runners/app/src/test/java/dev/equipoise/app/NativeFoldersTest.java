package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.equipoise.app.ChildJvm.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of native libraries on file systems that do not serve, each mounted for one process alone. */
class NativeFoldersTest {

    private static final String MOUNT = "mount -t tmpfs -o \"$0\" tmpfs \"$1\" && shift && exec \"$@\"";

    @TempDir
    Path temporary;

    private Path mounted;

    @BeforeEach
    void mounts() throws IOException, InterruptedException {
        mounted = Files.createDirectory(temporary.resolve("mounted"));
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/unshare")), "unshare is not installed");
        List<String> command = new ArrayList<>(launcher("noexec"));
        command.add("true");
        assumeTrue(new ProcessBuilder(command).start().waitFor() == 0, "nothing can be mounted here");
    }

    private List<String> launcher(String options) {
        return List.of(
                "unshare", "--user", "--map-root-user", "--mount", "sh", "-c", MOUNT, options, mounted.toString());
    }

    private Ended run(String mountedBy, String folderOfJna, String... arguments)
            throws IOException, InterruptedException {
        Path natives = Files.createDirectories(temporary.resolve("natives"));
        List<String> options = List.of("-Xmx512m", "-Djna.tmpdir=" + folderOfJna);
        return new ChildJvm(ChildJvm.ownClassPath(), temporary, Map.of("DJL_CACHE_DIR", natives.toString()), options)
                .startBy(launcher(mountedBy), Main.class.getName(), arguments)
                .end();
    }

    @Test
    void aFolderOfJnaWithoutCodeIsNamedByRunsAndByTheDoctor() throws IOException, InterruptedException {
        String folder = mounted.resolve("jna").toString();

        Ended run = run("noexec", folder, "run", "main-test", "--dry-run", "--device", "cpu");
        assertThat(run.code()).as(run.err()).isEqualTo(74);
        assertThat(run.err())
                .contains("cannot be loaded from " + folder + ": code cannot be executed there", "set -Djna.tmpdir to");

        Ended doctor = run("noexec", folder, "doctor", "--runs", temporary.toString());
        assertThat(doctor.code()).as(doctor.err()).isEqualTo(1);
        assertThat(doctor.out())
                .containsPattern("JNA, unpacked +NO: " + folder + " .*noexec.*; set -Djna.tmpdir")
                .containsPattern("natives, unpacked +yes: ")
                .contains("NO: the native library of MXNet cannot be loaded from " + folder);
    }

    @Test
    void aFullFolderOfJnaIsNotTakenForOneWithoutCode() throws IOException, InterruptedException {
        Ended run = run("size=64k", mounted.toString(), "run", "main-test", "--dry-run", "--device", "cpu");

        assertThat(run.code()).as(run.err()).isEqualTo(74);
        assertThat(run.err())
                .contains("cannot be unpacked into " + mounted + ": ", "No space left on device; free space there")
                .contains("set -Djna.tmpdir to another folder")
                .doesNotContain("noexec");
    }
}
