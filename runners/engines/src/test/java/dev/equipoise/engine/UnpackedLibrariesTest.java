package dev.equipoise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.run.EngineName;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedLibrariesTest {

    @TempDir
    Path temporary;

    private Path version;

    @BeforeEach
    void unpacked() throws IOException {
        version = Files.createDirectories(temporary.resolve("natives/mxnet/1.9.1-mkl-linux-x86_64"));
        write(version.resolve("libmxnet.so"), "the library");
        write(version.resolve("0.35.1-libhelp.so"), "its helper");
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    private void verify() throws IOException {
        Path jar = temporary.resolve("natives.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            entry(out, "native/lib/mxnet.properties", "version=1.9.1");
            entry(out, "native/lib/libmxnet.so", "the library");
            entry(out, "native/lib/libhelp.so", "its helper");
        }
        try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            new UnpackedLibraries(classes).verify(temporary.resolve("natives"), EngineName.MXNET);
        }
    }

    private static void entry(JarOutputStream out, String name, String text) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
    }

    @Test
    void librariesThatAreWhatTheirArchiveHoldsStay() throws IOException {
        verify();
        assertThat(version)
                .isDirectoryContaining("glob:**libmxnet.so")
                .isDirectoryContaining("glob:**0.35.1-libhelp.so");
    }

    @Test
    void aLibraryWithAnotherByteIsDeletedWithTheRestSoThatAllAreUnpackedAnew() throws IOException {
        write(version.resolve("libmxnet.so"), "the Library");
        verify();
        assertThat(version).doesNotExist();
    }

    @Test
    void aHelperThatWasCutOffIsFoundUnderItsVersionedName() throws IOException {
        write(version.resolve("0.35.1-libhelp.so"), "its");
        verify();
        assertThat(version).doesNotExist();
    }

    @Test
    void whatNoArchiveKnowsIsLeftAlone() throws IOException {
        write(version.resolve("notes.txt"), "mine");
        verify();
        assertThat(version.resolve("notes.txt")).exists();
    }
}
