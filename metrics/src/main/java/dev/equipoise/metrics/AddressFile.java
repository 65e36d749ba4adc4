package dev.equipoise.metrics;

import dev.equipoise.metrics.endpoint.MetricsEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** {@code metrics.json} of a run's directory, which says where its endpoint really is. */
final class AddressFile {
    private AddressFile() {}

    static void write(Path directory, MetricsEndpoint endpoint) throws IOException {
        String json = String.format(
                Locale.ROOT,
                "{\n  \"url\" : \"%s\",\n  \"address\" : \"%s\",\n  \"port\" : %d\n}\n",
                endpoint.url(),
                endpoint.address().getAddress().getHostAddress(),
                endpoint.address().getPort());
        Path half = directory.resolve("metrics.json.tmp");
        try {
            Files.writeString(half, json);
            Files.move(half, directory.resolve("metrics.json"), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(half);
        }
    }
}
