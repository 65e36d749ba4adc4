package dev.equipoise.metrics;

import dev.equipoise.disk.Disk;
import dev.equipoise.disk.WholeFile;
import dev.equipoise.metrics.endpoint.MetricsEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** {@code metrics.json} of a run's directory, which says where its endpoint really is. */
final class AddressFile {
    private AddressFile() {}

    static void write(Disk disk, Path directory, MetricsEndpoint endpoint) throws IOException {
        String json = String.format(
                Locale.ROOT,
                "{\n  \"url\" : \"%s\",\n  \"address\" : \"%s\",\n  \"port\" : %d\n}\n",
                endpoint.url(),
                endpoint.address().getAddress().getHostAddress(),
                endpoint.address().getPort());
        WholeFile.write(disk, directory.resolve("metrics.json"), json);
    }
}
