package org.understudy.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.understudy.wire.NodeStatus;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.Shapes;

/**
 * The commands that people wait for, one after the other, before an agent of paper: what they load
 * is what {@code archive-classes} archives. Shows nothing.
 */
public final class Rehearsal {
    private static final ServiceStatus WEB = new ServiceStatus("web", "n1", "TST", "ha", false,
            "idle", "up", "warn", Map.of("fs", "up", "sync", "n/a"),
            List.of(new ServiceStatus.Row("fs#1", "fs", "....", "up", "ext4", List.of("a note"))),
            "a notice", "up here", List.of(
                    new ServiceStatus.Peer("n1", "self", "up", "idle", false)),
            List.of(new ServiceStatus.Doing("start", "fs#1", 1500, -1)), "content");
    private static final NodeStatus NODE = new NodeStatus("n1", "self", "idle", "", List.of(), "");
    private static final int MOST_ASKED = 4096;

    private Rehearsal() {
    }

    /**
     * Ends with 1 when a command did not do what it should.
     *
     * @param arguments a directory for the socket
     */
    public static void main(String[] arguments) throws IOException {
        System.exit(played(Path.of(arguments[0])) ? 0 : 1);
    }

    static boolean played(Path dir) throws IOException {
        Path socket = dir.resolve("agent.sock");
        ServerSocketChannel agent = agent(socket);
        try {
            return each(socket);
        } finally {
            agent.close();
        }
    }

    /** An agent of paper, until it is closed. */
    static ServerSocketChannel agent(Path socket) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread agent = new Thread(() -> answerAll(server), "agent");
        agent.setDaemon(true);
        agent.start();
        return server;
    }

    private static boolean each(Path socket) {
        Ahead.begin();
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        Outlet outlet = new Outlet(shown);
        PrintStream out = outlet.stream();
        Screen svcmon = new Screen("svcmon", out, out);
        Screen svcmgr = new Screen("svcmgr", out, out, Outlet.isTerminal());
        int failed = Svcmon.run(socket, svcmon) + Svcmon.run(socket, svcmon, "--verbose")
                + Svcmgr.run(socket, svcmgr, "-s", "web", "print", "status")
                + Svcmgr.run(socket, svcmgr, "-s", "web", "print", "status", "--format", "json")
                + Svcmgr.run(socket, svcmgr, "nodes");
        Farewell farewell = new Farewell(svcmgr);
        Runtime.getRuntime().addShutdownHook(farewell);
        farewell.run();
        Runtime.getRuntime().removeShutdownHook(farewell);
        out.flush();
        failed += outlet.code(svcmgr, 0);
        if (failed > 0) {
            System.err.print(shown.toString(StandardCharsets.UTF_8));
        }
        return failed == 0;
    }

    private static void answerAll(ServerSocketChannel server) {
        try {
            while (true) {
                try (SocketChannel client = server.accept()) {
                    answer(client);
                }
            }
        } catch (ClosedChannelException over) {
            return; // the rehearsal is over
        } catch (IOException e) {
            System.err.println("the agent of paper ended: " + e);
        }
    }

    private static void answer(SocketChannel client) throws IOException {
        ByteBuffer asked = ByteBuffer.allocate(MOST_ASKED);
        String head = "";
        while (!head.contains("\r\n\r\n") && client.read(asked) >= 0) {
            head = new String(asked.array(), 0, asked.position(), StandardCharsets.ISO_8859_1);
        }
        String json = Shapes.write(head.startsWith("GET /v1/nodes") ? List.of(NODE)
                : head.startsWith("GET /v1/services/") ? WEB : List.of(WEB));
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(body.length + MOST_ASKED);
        all.put(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1)).put(body).flip();
        while (all.hasRemaining()) {
            client.write(all);
        }
    }
}
