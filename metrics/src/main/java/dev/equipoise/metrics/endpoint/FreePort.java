package dev.equipoise.metrics.endpoint;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * Listens on a port, or near it.
 *
 * @param refused why the system did not give the port that was asked for; empty if it did
 */
record FreePort(ServerSocket socket, Optional<BindException> refused) {
    private static final int RANGE = 100;
    private static final int LARGEST = 65_535;
    private static final int BACKLOG = 4096;

    /** On this port; if it is taken or not allowed, on the next one of a hundred; else on any. 0 is any at once. */
    static FreePort listen(InetAddress address, int port) throws IOException {
        Optional<BindException> refused = Optional.empty();
        for (int candidate = port; candidate > 0 && candidate < port + RANGE && candidate <= LARGEST; candidate++) {
            try {
                return new FreePort(new ServerSocket(candidate, BACKLOG, address), refused);
            } catch (BindException e) {
                // The next one may be free; if none is, the system chooses below.
                refused = Optional.of(refused.orElse(e));
            }
        }
        return new FreePort(new ServerSocket(0, BACKLOG, address), refused);
    }
}
