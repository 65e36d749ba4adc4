package dev.equipoise.local;

import dev.equipoise.engine.Engines;
import dev.equipoise.local.internal.checkpoint.Sha256;
import dev.equipoise.run.EngineName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The native library that an engine loaded, with its SHA-256. A process loads one once, and its hundreds of megabytes are
 * read once.
 */
final class NativeLibraryFiles {

    private NativeLibraryFiles() {}

    private static final class MxNet {
        static final NativeLibraryFile FILE = file(EngineName.MXNET);
    }

    private static final class PyTorch {
        static final NativeLibraryFile FILE = file(EngineName.PYTORCH);
    }

    private record NativeLibraryFile(String name, Optional<String> sha256) {}

    static Map<String, Object> of(EngineName engine) {
        NativeLibraryFile file = switch (engine) {
            case MXNET -> MxNet.FILE;
            case PYTORCH -> PyTorch.FILE;
        };
        Map<String, Object> details = new LinkedHashMap<>(Map.of("nativeLibrary", file.name()));
        file.sha256().ifPresent(hash -> details.put("nativeLibrarySha256", hash));
        return details;
    }

    private static NativeLibraryFile file(EngineName engine) {
        Path file = Engines.nativeLibrary(engine);
        try {
            return new NativeLibraryFile(file.toString(), Optional.of(sha256(file)));
        } catch (IOException e) {
            return new NativeLibraryFile(file.toString(), Optional.empty());
        }
    }

    private static String sha256(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            MessageDigest digest = Sha256.digest();
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
            while (channel.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
            return Sha256.hex(digest);
        }
    }
}
