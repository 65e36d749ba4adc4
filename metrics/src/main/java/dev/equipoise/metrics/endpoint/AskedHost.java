package dev.equipoise.metrics.endpoint;

import com.google.common.net.InetAddresses;
import java.util.Optional;

/**
 * The host that a request asks for. A page of the web can let a name of its own mean this machine and read what it then
 * loads as if from itself (DNS rebinding); an address or {@code localhost} it cannot make its own.
 */
final class AskedHost {
    private AskedHost() {}

    /** Whether a Host header means this endpoint: by an address, {@code localhost} or the advertised name. */
    static boolean isOurs(String header, Optional<String> advertised) {
        String host = header.replaceFirst(":\\d*$", "");
        // Without the header it is no browser.
        return header.isEmpty()
                || InetAddresses.isUriInetAddress(host)
                || host.equalsIgnoreCase("localhost")
                || advertised.filter(host::equalsIgnoreCase).isPresent();
    }
}
