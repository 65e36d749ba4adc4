package dev.equipoise.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Three hundred clients that begin a request and say no more, and fifty that ask for the meters and take a byte a second of
 * the answer. Who is sent away comes again at once.
 */
final class HostileClients implements AutoCloseable {

    private static final int SILENT = 300;
    private static final int SLOW = 50;
    private static final long BETWEEN_NANOS = 1_000_000_000;

    private final InetSocketAddress address;
    private final List<SocketChannel> clients = new ArrayList<>();
    private final Thread thread = new Thread(this::pester, "hostile clients");
    private volatile boolean over;

    /** Returns when all are there. */
    HostileClients(URI url) {
        address = new InetSocketAddress(url.getHost(), url.getPort());
        for (int client = 0; client < SILENT + SLOW; client++) {
            clients.add(come(client));
        }
        thread.setDaemon(true);
        thread.start();
    }

    private SocketChannel come(int client) {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            channel.connect(address);
            String words = client < SILENT ? "GET" : "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
            channel.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII)));
            channel.configureBlocking(false);
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pester() {
        while (!over) {
            for (int client = 0; client < clients.size() && !over; client++) {
                if (gone(clients.get(client))) {
                    leave(clients.get(client));
                    clients.set(client, come(client));
                }
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
    }

    private static boolean gone(SocketChannel client) {
        try {
            return client.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private static void leave(SocketChannel client) {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All leave. */
    @Override
    public void close() {
        over = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clients.forEach(HostileClients::leave);
    }
}
