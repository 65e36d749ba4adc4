package dev.equipoise.local;

import dev.equipoise.engine.EngineName;
import dev.equipoise.engine.Engines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** The native library that an engine loaded, with its SHA-256. */
final class NativeLibraryFiles {

    private NativeLibraryFiles() {}

    static Map<String, Object> of(EngineName engine) {
        Path file = Engines.nativeLibrary(engine);
        try {
            return Map.of("nativeLibrary", file.toString(), "nativeLibrarySha256", sha256(file));
        } catch (IOException e) {
            return Map.of("nativeLibrary", file.toString());
        }
    }

    private static String sha256(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
            while (channel.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
