package org.understudy.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.exec.Deadline;

/**
 * Plays every call to docker once, against a stage daemon with canned answers. The library takes
 * most of a second to load and to get going; without this a takeover would pay for it.
 */
final class Rehearsal {
    private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String BOX = "{\"Id\":\"1\",\"Image\":\"sha256:2\",\"State\":{\"Running\":"
            + "true,\"ExitCode\":0},\"Config\":{},\"HostConfig\":{},\"NetworkSettings\":{}}";

    private final Path socket;

    /** @param socket where the stage is for the time of the play; a short path */
    Rehearsal(Path socket) {
        this.socket = socket;
    }

    /** @return whether every call was answered */
    boolean play() throws InterruptedException {
        long begin = System.nanoTime();
        try (ServerSocketChannel stage = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                DockerEngine engine = new DockerEngine(socket)) {
            stage.bind(UnixDomainSocketAddress.of(socket));
            Thread daemon = new Thread(() -> serve(stage), "docker-rehearsal");
            daemon.setDaemon(true);
            daemon.start();
            calls(engine, Deadline.in(LIMIT));
            log.info("docker.rehearsed took={}ms", (System.nanoTime() - begin) / 1_000_000);
            return true;
        } catch (IOException | EngineException e) {
            log.warn("docker.rehearsal-failed reason=\"{}\"", e.getMessage());
            return false;
        } finally {
            socket.toFile().delete();
        }
    }

    private static void calls(Engine engine, Deadline deadline)
            throws EngineException, InterruptedException {
        engine.ping(deadline);
        engine.running(deadline);
        engine.image("image", deadline);
        String id = engine.create(new Recipe("name", "image", RunArgs.TYPE.parse(
                "-v /a:/b -p 80:80 -e A=1 --net=host"), List.of("true")), deadline);
        engine.start(id, deadline);
        engine.inspect(id, deadline);
        engine.stop(id, Duration.ZERO, deadline);
        engine.kill(id, deadline);
        engine.remove(id, deadline);
    }

    /** Ends when the play does: closing the stage ends the waiting for guests. */
    private static void serve(ServerSocketChannel stage) {
        while (stage.isOpen()) {
            try (SocketChannel guest = stage.accept()) {
                answer(guest);
            } catch (IOException over) {
                log.debug("docker.rehearsal-line reason=\"{}\"", over.toString());
            }
        }
    }

    private static void answer(SocketChannel guest) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(
                Channels.newInputStream(guest), StandardCharsets.US_ASCII));
        String request = in.readLine();
        if (request == null) {
            return; // a knock
        }
        int body = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                body = Integer.parseInt(line.split(":")[1].strip());
            }
        }
        in.skip(body);
        guest.write(ByteBuffer.wrap(reply(request).getBytes(StandardCharsets.US_ASCII)));
    }

    private static String reply(String request) {
        String path = request.split("[ ?]")[1];
        if (path.endsWith("/create")) {
            return reply("201 Created", "{\"Id\":\"1\"}");
        }
        if (!request.startsWith("GET")) {
            return "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
        }
        return reply("200 OK", path.endsWith("/version") ? "{\"ApiVersion\":\"1.41\"}"
                : path.endsWith("_ping") ? "OK"
                : path.endsWith("/containers/json") ? "[{\"Id\":\"1\"}]"
                : path.contains("/images/") ? "{\"Id\":\"sha256:2\",\"RepoTags\":[\"a:b\"]}" : BOX);
    }

    private static String reply(String status, String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\nConnection: close\r\n\r\n" + body;
    }
}
