package dev.equipoise.metrics.endpoint;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP/1.1 server of small pages, over TLS too: a connection brings one request and has a thread of its own, so that
 * silent or slow clients hold up nobody while there are fewer than {@value #CONNECTIONS} of them. A request must be
 * there within {@link #REQUEST}, its answer be taken within {@link #ANSWER}; then the plain socket is closed under
 * whatever waits on it. Later connections wait in the system's queue. docs/adr/0008 says why it is not the JDK's.
 */
final class WebServer implements AutoCloseable {

    static final int CONNECTIONS = 512;
    static final Duration REQUEST = Duration.ofSeconds(5);
    static final Duration ANSWER = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final long STACK_BYTES = 256 * 1024;
    private static final long IDLE_SECONDS = 5;

    private final ServerSocket socket;
    private final Optional<SSLContext> tls;
    private final Function<Request, Response> pages;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Semaphore free = new Semaphore(CONNECTIONS);
    private final ScheduledThreadPoolExecutor deadlines;
    private final ThreadPoolExecutor workers;

    private WebServer(
            ServerSocket socket,
            Optional<SSLContext> tls,
            Function<Request, Response> pages,
            ScheduledThreadPoolExecutor deadlines) {
        this.socket = socket;
        this.tls = tls;
        this.pages = pages;
        this.deadlines = deadlines;
        workers = new ThreadPoolExecutor(
                0, CONNECTIONS + 1, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), WebServer::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "metrics-endpoint", STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    /** Serves on a socket that listens already, and now belongs to the server. */
    static WebServer start(ServerSocket socket, Optional<SSLContext> tls, Function<Request, Response> pages) {
        ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(1, WebServer::thread);
        deadlines.setRemoveOnCancelPolicy(true);
        return start(socket, tls, pages, deadlines);
    }

    static WebServer start(
            ServerSocket socket,
            Optional<SSLContext> tls,
            Function<Request, Response> pages,
            ScheduledThreadPoolExecutor deadlines) {
        WebServer server = new WebServer(socket, tls, pages, deadlines);
        server.workers.execute(server::accept);
        return server;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                free.acquire();
                connect();
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                // Too many open files or threads: what is open ends soon.
                free.release();
                LOG.debug("a connection failed", e);
                pause();
            }
        }
    }

    private void connect() throws IOException {
        Socket connection = socket.accept();
        open.add(connection);
        try {
            workers.execute(() -> serve(connection));
        } catch (RuntimeException | OutOfMemoryError e) {
            abort(connection);
            throw e;
        }
    }

    private void serve(Socket raw) {
        try {
            answer(raw);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            LOG.debug("a request was not answered", e);
        } finally {
            abort(raw);
            free.release();
        }
    }

    private void answer(Socket raw) throws IOException {
        Future<?> deadline = deadline(raw, REQUEST);
        try (Socket connection = secured(raw)) {
            connection.setTcpNoDelay(true);
            Optional<Request> request = Request.read(connection.getInputStream());
            deadline.cancel(false);
            deadline = deadline(raw, ANSWER);
            boolean headOnly =
                    request.filter(read -> read.method().equals("HEAD")).isPresent();
            Response answer = request.map(pages).orElseGet(() -> Response.line(400, "not an HTTP request"));
            connection.getOutputStream().write(answer.bytes(headOnly));
            connection.shutdownOutput();
            answer.sent().run();
        } finally {
            deadline.cancel(false);
        }
    }

    private Socket secured(Socket raw) throws IOException {
        if (tls.isEmpty()) {
            return raw;
        }
        SSLSocket secured = (SSLSocket) tls.get().getSocketFactory().createSocket(raw, null, true);
        secured.setUseClientMode(false);
        return secured;
    }

    private Future<?> deadline(Socket raw, Duration time) {
        return deadlines.schedule(() -> abort(raw), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Closes the connection itself, which waits for nobody, as ending TLS politely may. */
    private void abort(Socket raw) {
        open.remove(raw);
        try {
            raw.close();
        } catch (IOException e) {
            LOG.debug("a connection did not close", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("the server's socket did not close", e);
        }
        workers.shutdownNow();
        open.forEach(this::abort);
        deadlines.shutdownNow();
    }
}
