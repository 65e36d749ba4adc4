package dev.equipoise.metrics;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/** Opens HTTP servers that only this machine reaches, and that slow or silent clients cannot hold up. */
final class LoopbackServer {
    private static final int RANGE = 100;
    private static final int LARGEST_PORT = 65_535;
    private static final int BACKLOG = 4096;

    /** Seconds, but for the timer's milliseconds. The JDK reads them once, so what the user has set stays. */
    private static final Map<String, String> LIMITS = Map.of(
            "sun.net.httpserver.maxReqTime", "2",
            "sun.net.httpserver.maxRspTime", "5",
            "sun.net.httpserver.timerMillis", "500",
            "sun.net.httpserver.nodelay", "true");

    private LoopbackServer() {}

    /** A server on this port; if it is taken, on the next free one of a hundred; else on any. 0 is any at once. */
    static HttpServer bind(int port) throws IOException {
        if (port < 0 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("the metrics port must be from 0 to 65535, got " + port);
        }
        LIMITS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        for (int candidate = port;
                candidate > 0 && candidate < port + RANGE && candidate <= LARGEST_PORT;
                candidate++) {
            try {
                return open(candidate);
            } catch (IOException taken) {
                // The next one may be free; where none is, the system chooses below.
            }
        }
        return open(0);
    }

    private static HttpServer open(int port) throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    }
}
