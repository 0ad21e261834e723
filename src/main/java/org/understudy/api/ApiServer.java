package org.understudy.api;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntPredicate;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The agent's end of the socket: HTTP/1.1 for root and the group understudy. Connections, threads,
 * queues, headers, bodies and waits are all bounded, so no caller can hold the agent up.
 */
public final class ApiServer implements AutoCloseable {
    private static final int THREADS = 16;
    private static final int WAITING_THREADS = 8;
    private static final int CONNECTIONS = 128;
    private static final int HEADER_BYTES = 8192;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration MAX_SUSPEND = Duration.ofSeconds(10);

    private final Path socket;
    private final Server server;
    private final ApiHandler handler;
    private final UnixDomainServerConnector connector;
    private SocketFile file;

    /**
     * Nothing happens before {@link #start}.
     *
     * @throws IOException if this JDK cannot tell who calls
     */
    public ApiServer(Path socket, Routes routes) throws IOException {
        this(socket, routes, rootOr(Caller.self()));
    }

    ApiServer(Path socket, Routes routes, IntPredicate mayChange) {
        this.socket = socket;
        this.server = new Server(threads());
        connector = connector();
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(CONNECTIONS, server));
        handler = new ApiHandler(routes, mayChange);
        server.setHandler(waitingApart(handler));
        server.setErrorHandler(new Problems());
        server.setStopTimeout(0);
    }

    /**
     * Listens. Takes a second or two: off the critical path, please.
     *
     * @throws IOException if another agent answers on the socket, or it cannot be made
     */
    public void start() throws IOException {
        file = SocketFile.claim(socket);
        try {
            server.start();
            file.open();
        } catch (Exception e) {
            close();
            throw new IOException("listen on " + socket + ": expected a socket, got " + e, e);
        }
    }

    /** Takes no further callers; those it has are answered as ever. */
    public void turnAway() throws IOException {
        file.hide();
    }

    /** Whether a caller waits to hear what became of a change, or has yet to say what it wants. */
    public boolean owesAnswers() {
        return handler.isChanging()
                || connector.getConnectedEndPoints().size() > handler.calls();
    }

    /** Stops answering at once; callers that wait are cut off. */
    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("stop listening on " + socket, e);
        } finally {
            if (file != null) {
                file.close();
            }
        }
    }

    /** Its queue holds one job per connection at most, so their number bounds it. */
    private static QueuedThreadPool threads() {
        QueuedThreadPool pool = new QueuedThreadPool(THREADS, 2, (int) IDLE.toMillis());
        pool.setName("api");
        pool.setDaemon(true);
        pool.setStopTimeout(500);
        pool.setReservedThreads(0);
        return pool;
    }

    private UnixDomainServerConnector connector() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setMinRequestDataRate(1024);
        UnixDomainServerConnector connector = new UnixDomainServerConnector(server, 1, 1,
                new HttpConnectionFactory(http));
        connector.setUnixDomainPath(socket);
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setAcceptQueueSize(CONNECTIONS);
        return connector;
    }

    /** Callers that wait for news never hold the threads that answer the others. */
    private static QoSHandler waitingApart(ApiHandler handler) {
        QoSHandler waiting = new QoSHandler(handler);
        waiting.setMaxRequestCount(WAITING_THREADS);
        waiting.setMaxSuspendedRequestCount(CONNECTIONS);
        waiting.setMaxSuspend(MAX_SUSPEND);
        waiting.include(ApiServer::waits);
        return waiting;
    }

    private static IntPredicate rootOr(int self) {
        return uid -> uid == 0 || uid == self;
    }

    private static boolean waits(Request request) {
        String query = request.getHttpURI().getQuery();
        return query != null && query.contains("wait=")
                || request.getHttpURI().getPath().contains("/forward/");
    }
}
