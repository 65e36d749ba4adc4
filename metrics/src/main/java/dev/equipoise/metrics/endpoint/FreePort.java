package dev.equipoise.metrics.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Listens on a port, or near it. */
final class FreePort {
    private static final int RANGE = 100;
    private static final int LARGEST = 65_535;
    private static final int BACKLOG = 4096;

    private FreePort() {}

    /** A socket on this port; if it is taken, on the next free one of a hundred; else on any. 0 is any at once. */
    static ServerSocket listen(InetAddress address, int port) throws IOException {
        for (int candidate = port; candidate > 0 && candidate < port + RANGE && candidate <= LARGEST; candidate++) {
            try {
                return new ServerSocket(candidate, BACKLOG, address);
            } catch (IOException taken) {
                // The next one may be free; where none is, the system chooses below.
            }
        }
        return new ServerSocket(0, BACKLOG, address);
    }
}
