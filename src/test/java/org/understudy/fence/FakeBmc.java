package org.understudy.fence;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A BMC that answers Redfish over real sockets, and can lie, hang and refuse. */
final class FakeBmc implements AutoCloseable {
    static final String SYSTEM = "/redfish/v1/Systems/1";
    static final String TARGET = SYSTEM + "/Actions/Own.Reset";
    private static final String EXPECTED = "Basic " + Base64.getEncoder()
            .encodeToString("fence:secret".getBytes(StandardCharsets.UTF_8));

    /** What it does with a request before it answers as it should; true when it answered. */
    interface Trick {
        boolean plays(FakeBmc bmc, HttpExchange exchange) throws IOException;
    }

    volatile String power = "On";
    volatile String off = "Off";
    /** By method. */
    final Map<String, Trick> tricks = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final String scheme;

    FakeBmc() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
                "http");
    }

    FakeBmc(SSLContext tls) throws IOException {
        this(secure(tls), "https");
    }

    private static HttpServer secure(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    private FakeBmc(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
    }

    String uri() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Keeps the exchange open until the test ends. */
    boolean hang() {
        try {
            end.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + new String(body, StandardCharsets.UTF_8));
        Trick trick = tricks.get(exchange.getRequestMethod());
        if (trick != null && trick.plays(this, exchange)) {
            exchange.close();
        } else if (!EXPECTED.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{}");
        } else if (exchange.getRequestMethod().equals("POST")) {
            power = new String(body, StandardCharsets.UTF_8).contains("ForceOff") ? off : "On";
            answer(exchange, 204, "");
        } else {
            answer(exchange, 200, page(exchange.getRequestURI().getPath()));
        }
    }

    private String page(String path) {
        return path.equals(SYSTEM) ? "{\"Id\": \"1\", \"PowerState\": \"" + power + "\","
                + " \"Actions\": {\"#ComputerSystem.Reset\": {\"target\": \"" + TARGET + "\"}}}"
                : "{\"Members\": [{\"@odata.id\": \"" + SYSTEM + "\"}], \"Name\": \"all\"}";
    }

    static boolean answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
        exchange.close();
        return true;
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        workers.shutdownNow();
        try {
            workers.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
